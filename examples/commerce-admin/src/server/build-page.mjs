// @ts-check
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

/**
 * Builds the page, unless that was done of the same sources before, and gives the folder where it is.
 * Any number of processes may ask at once.
 * @param {string} folder Of this app.
 */
export async function ensurePage(folder) {
  const pages = join(folder, '.cache', 'pages')
  const page = join(pages, calculateKey(folder))
  if (existsSync(page)) return page

  const draft = join(pages, randomUUID())
  await build(folder, draft)
  removeOld(pages)
  try {
    renameSync(draft, page)
  } catch (error) {
    // Another process was first, with the same.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(page)) throw error
  }
  return page
}

/**
 * Removes what was built of sources that are no more; not at once, for another process may be reading it.
 * @param {string} pages
 */
function removeOld(pages) {
  for (const name of readdirSync(pages)) {
    const path = join(pages, name)
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (Date.now() - mtimeMs > hourMs) rmSync(path, { recursive: true, force: true })
  }
}

const hourMs = 3_600_000

const sources = ['index.html', 'package.json', 'public', 'src/page', 'vite.config.ts']

/**
 * What stands for the page's sources: the same text if nothing has changed.
 * @param {string} folder
 */
function calculateKey(folder) {
  const hash = createHash('sha256')
  const files = [...sources.map((name) => join(folder, name)), ...findPackages()].flatMap(listFiles)
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** The sources of Mudbrick's own packages, where they come from this repository. */
function findPackages() {
  try {
    const { resolve } = createRequire(import.meta.url)
    return [
      join(dirname(resolve('@mudbrick/commerce')), '..', 'src'),
      dirname(resolve('@mudbrick/sample-frame')),
    ].filter((path) => existsSync(path))
  } catch (cause) {
    throw new Error(
      '@mudbrick/commerce has not been compiled yet: run `npm start` at the repository root once, which does it.',
      { cause },
    )
  }
}

/**
 * @param {string} path Of a file or a folder.
 * @returns {string[]}
 */
function listFiles(path) {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch {
    return [path]
  }
}

/**
 * @param {string} folder
 * @param {string} outDir
 */
async function build(folder, outDir) {
  const { resolve } = createRequire(import.meta.url)
  const vite = join(dirname(resolve('vite/package.json')), 'bin', 'vite.js')
  // A shell in which NODE_ENV is development would get a page that is made for it.
  const { NODE_ENV: _, ...env } = process.env
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, args, { cwd: folder, env })
}
