// @ts-check
import { enginePackages, findFirefox, findWebKit } from '../engines.mjs'
import { Failure } from './failure.mjs'
import { runAll } from './run-all.mjs'

/** Installs the browsers beside Chromium where they are missing and this may be done; else says how. */
export async function ensureEngines() {
  if (await isInstalled()) return
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log('  Firefox or WebKitGTK is missing for --all-browsers. Running:')
    await runAll([
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', ...enginePackages],
    ])
  }
  await Promise.all([findFirefox(), findWebKit()]).catch((error) => {
    throw new Failure(error.message, { cause: error })
  })
}

function isInstalled() {
  return Promise.all([findFirefox(), findWebKit()]).then(
    () => true,
    () => false,
  )
}
