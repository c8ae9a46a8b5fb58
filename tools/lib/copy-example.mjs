// @ts-check
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { copyCertificate } from './copy-certificate.mjs'
import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'
import { findWorkspace } from './workspaces.mjs'

/** The examples that there are. */
export function listExamples() {
  return readdirSync(inRepository('examples')).filter(
    (name) =>
      existsSync(inRepository('examples', name, '.env.example')) ||
      existsSync(inRepository('examples', name, 'server.mjs')),
  )
}

/**
 * Copies an example to a folder of its own, with the tarballs and the private packages that it needs.
 * @param {{
 *   name: string,
 *   folder: string,
 *   tarballs: ReadonlyMap<string, string>,
 *   certificate: import('@mudbrick/sandbox/node').Certificate,
 * }} options
 */
export async function copyExample({ name, folder, tarballs, certificate }) {
  requireExample(name)
  await requireEmpty(folder)
  await copySources(inRepository('examples', name), folder)
  await pointAtCopies(folder, folder, tarballs)
  // The sandbox serves with the same certificate, so that a browser has to trust only one.
  await copyCertificate(certificate, folder)
}

/** @param {string} name */
function requireExample(name) {
  if (listExamples().includes(name)) return
  throw new Failure(`There is no example ${name}: write one of ${listExamples().join(', ')}.`)
}

/** @param {string} folder */
async function requireEmpty(folder) {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length === 0) return
  throw new Failure(`${folder} is not empty: name a new folder.`)
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copySources(from, to) {
  const left = ['node_modules', 'dist', 'ssl', '.env', 'testing']
  await cp(from, to, {
    recursive: true,
    filter: (path) => !left.includes(basename(path)) && !/\.test\.\w+$/.test(path),
  })
}

/**
 * Lets a package.json name tarballs and copied private packages in the place of versions that no registry has.
 * @param {string} folder Of the package.
 * @param {string} top Of the example, where all copies are.
 * @param {ReadonlyMap<string, string>} tarballs
 */
async function pointAtCopies(folder, top, tarballs) {
  const path = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(path, 'utf8'))
  const text = await readSources(folder)
  const up = folder === top ? '' : '../../'
  for (const kind of ['dependencies', 'devDependencies']) {
    const dependencies = manifest[kind] ?? {}
    for (const name of Object.keys(dependencies)) {
      if (tarballs.has(name)) continue
      const source = findWorkspace(name)
      if (source === undefined) continue
      delete dependencies[name]
      // Only tests need what the copied files do not name.
      if (!text.includes(name)) continue
      const copy = join('shared', basename(source))
      dependencies[name] = `file:${up}${copy.replaceAll('\\', '/')}`
      if (existsSync(join(top, copy))) continue
      await copySources(source, join(top, copy))
      await pointAtCopies(join(top, copy), top, tarballs)
    }
    for (const name of Object.keys(dependencies)) {
      const tarball = tarballs.get(name)
      if (tarball !== undefined) dependencies[name] = `file:${up}mudbrick/${basename(tarball)}`
    }
  }
  if (folder === top) await addTarballs(manifest, top, tarballs)
  await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`)
}

/**
 * A tarball names its own dependencies by version: npm takes for them what the example itself has.
 * @param {Record<string, Record<string, string>>} manifest
 * @param {string} top
 * @param {ReadonlyMap<string, string>} tarballs
 */
async function addTarballs(manifest, top, tarballs) {
  await mkdir(join(top, 'mudbrick'))
  const development = { ...manifest.devDependencies }
  for (const [name, tarball] of tarballs) {
    await copyFile(tarball, join(top, 'mudbrick', basename(tarball)))
    if (manifest.dependencies?.[name] === undefined) {
      development[name] = `file:mudbrick/${basename(tarball)}`
    }
  }
  manifest.devDependencies = development
}

/** @param {string} folder */
async function readSources(folder) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sources = files.filter((file) => file.isFile() && /\.(?:[mc]?[jt]sx?|css)$/.test(file.name))
  const texts = await Promise.all(
    sources.map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  )
  return texts.join('\n')
}
