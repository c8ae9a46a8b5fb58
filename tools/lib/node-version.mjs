// @ts-check
import { readFileSync } from 'node:fs'

/** Ends the process with one sentence when Node is older than package.json allows. */
export function requireNodeVersion() {
  const sentence = findNodeVersionFault(process.versions.node, readMinimum())
  if (sentence === undefined) return
  console.error(sentence)
  process.exit(1)
}

/**
 * @param {string} version
 * @param {string} minimum
 * @returns {string | undefined}
 */
export function findNodeVersionFault(version, minimum) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [minimumMajor = 0, minimumMinor = 0] = minimum.split('.').map(Number)
  const isEnough = major > minimumMajor || (major === minimumMajor && minor >= minimumMinor)
  if (isEnough) return undefined
  return `Mudbrick needs Node.js ${minimum} or newer, and this is ${version}: install a newer one from https://nodejs.org, then run the command again.`
}

function readMinimum() {
  const { engines } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return String(engines.node).replace('>=', '')
}
