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
 * Puts AEM's CORS policies and client allow-list in force again whenever somebody saves one of them. A file
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
  try {
    sandbox.configureAem(await readConfiguration())
    sayDone("AEM's configuration files are in force as saved")
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    console.error(`  ✗ ${words} Until then the last good files stay in force.`)
  }
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
