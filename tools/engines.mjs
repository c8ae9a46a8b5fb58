// @ts-check
// Finds the browsers of `npm run e2e -- --all-browsers` beside Chromium.
import { constants } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** What `apt-get install` brings on Debian and its relatives. */
export const enginePackages = ['firefox-esr', 'webkit2gtk-driver', 'xvfb']

/** The path of a Firefox. */
export async function findFirefox() {
  return findProgram('Firefox', ['firefox-esr', 'firefox'])
}

/** The paths of WebKitGTK's driver and browser, and of a screen for them. */
export async function findWebKit() {
  const [driver, screen, browser] = await Promise.all([
    findProgram('WebKitWebDriver', ['WebKitWebDriver']),
    findProgram('Xvfb', ['Xvfb']),
    findMiniBrowser(),
  ])
  return { driver, screen, browser }
}

/**
 * @param {string} name
 * @param {readonly string[]} files
 */
async function findProgram(name, files) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const path = await findExecutable(
    files.flatMap((file) => folders.map((folder) => join(folder, file))),
  )
  return path ?? refuse(name)
}

/** Debian keeps it beside the library, in a folder of the machine's architecture. */
async function findMiniBrowser() {
  const folders = await readdir('/usr/lib').catch(() => [])
  const path = await findExecutable(
    folders.map((folder) => join('/usr/lib', folder, 'webkit2gtk-4.1', 'MiniBrowser')),
  )
  return path ?? refuse('MiniBrowser of WebKitGTK 4.1')
}

/** @param {readonly string[]} paths */
async function findExecutable(paths) {
  const found = await Promise.all(
    paths.map((path) =>
      access(path, constants.X_OK).then(
        () => path,
        () => undefined,
      ),
    ),
  )
  return found.find((path) => path !== undefined)
}

/**
 * @param {string} name
 * @returns {never}
 */
function refuse(name) {
  throw new Error(
    `There is no ${name} on this computer: on Debian, run \`sudo apt-get install ${enginePackages.join(' ')}\`.`,
  )
}
