// @ts-check
// Finds the browser of the browser tests.
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The path of a Chromium that runs: the one that `MUDBRICK_CHROMIUM` or `CHROMIUM_PATH` names, one
 * of this system, or the one that Playwright has downloaded.
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const path = await lookForChromium()
  if (path !== undefined) return path
  throw new Error(
    'There is no Chromium on this computer: run `npm test`, which gets one, or name one with CHROMIUM_PATH.',
  )
}

/**
 * The same, or undefined.
 * @returns {Promise<string | undefined>}
 */
export async function lookForChromium() {
  const chosen = process.env.MUDBRICK_CHROMIUM ?? process.env.CHROMIUM_PATH
  if (chosen !== undefined && chosen !== '') {
    if (await isExecutable(chosen)) return chosen
    throw new Error(
      `CHROMIUM_PATH names ${chosen}, which cannot be run: correct it, or unset it and let a browser be found.`,
    )
  }
  for (const path of [...listKnownPaths(), ...(await listPlaywrightPaths())]) {
    if ((await isExecutable(path)) && (await answers(path))) return path
  }
  return undefined
}

/** @returns {string[]} */
function listKnownPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform === 'win32') {
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
}

async function listPlaywrightPaths() {
  const { chromium } = await import('playwright-core')
  return [chromium.executablePath()]
}

/** @param {string} path */
async function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/**
 * Some systems have a `chromium-browser` that only says how to install the real one.
 * @param {string} path
 */
async function answers(path) {
  // On Windows `--version` opens a window.
  if (process.platform === 'win32') return true
  return run(path, ['--version'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  )
}
