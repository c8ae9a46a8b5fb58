// @ts-check
import { watch } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { sayDone } from './progress.mjs'
import { inRepository } from './repository.mjs'

const folder = inRepository('packages', 'sandbox', 'seed', 'config')

// Editors write a file in several steps.
const settleMs = 100

/**
 * Puts AEM's CORS policies and client allow-list in force again whenever one of them is saved. A file
 * that is wrong is named, and the last good ones stay.
 * @param {import('@mudbrick/sandbox').Sandbox} sandbox
 * @returns {() => void} stops watching
 */
export function watchAemConfiguration(sandbox) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const watcher = watch(folder, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void deploy(sandbox), settleMs)
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}

/** @param {import('@mudbrick/sandbox').Sandbox} sandbox */
async function deploy(sandbox) {
  const configuration = await readConfiguration()
  const findings = await examine(configuration)
  for (const finding of findings) console.error(describe(finding))
  try {
    sandbox.configureAem(configuration)
    const doubt = findings.length > 0 ? ', for better or worse' : ''
    sayDone(`AEM's configuration files are in force as saved${doubt}`)
  } catch (error) {
    // What the doctor has said of the file already is not said again in a parser's words.
    if (findings.length === 0) console.error(`  ✗ ${String(error)}`)
    console.error('  ✗ Until that is corrected, the last good files stay in force.')
  }
}

/** @param {Awaited<ReturnType<typeof readConfiguration>>} configuration */
async function examine({ corsPolicies, clientAllowList }) {
  const { parseClientAllowList, parseCorsPolicies } = await import('@mudbrick/doctor')
  const files = Object.entries(corsPolicies).map(([file, text]) => ({ file, text }))
  return [
    ...parseCorsPolicies(files).findings,
    ...parseClientAllowList({ file: 'api.yaml', text: clientAllowList }).findings,
  ]
}

/** @param {import('@mudbrick/doctor').Finding} finding */
function describe({ sentence, fix }) {
  return `  ✗ ${sentence}\n    ${fix}`
}

async function readConfiguration() {
  const names = (await readdir(folder)).filter((name) => name.includes('CORSPolicyImpl')).toSorted()
  const corsPolicies = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readText(name)])),
  )
  return { corsPolicies, clientAllowList: await readText('api.yaml') }
}

/** @param {string} name */
function readText(name) {
  return readFile(join(folder, name), 'utf8')
}
