// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

/**
 * Imports a file of the tests, which are written in TypeScript.
 * @param {string} name
 */
export async function importTesting(name) {
  return import(await bundleTesting(name))
}

/** Prepares processes with a vault. */
export function prepareVaultProgram() {
  return prepareTestingProgram('programs/vault')
}

/**
 * Prepares processes of a program of the tests, each of which ends when this one does.
 * @param {string} name
 * @returns {Promise<import('../../tools/testing/vault/vault-process.ts').StartVaultProgram>}
 */
export async function prepareTestingProgram(name) {
  const file = fileURLToPath(await bundleTesting(name))
  return () => {
    const child = spawn(process.execPath, [file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    return { process: child, exited: waitForExit(child) }
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function waitForExit(child) {
  await once(child, 'exit')
}

/**
 * It lies in this folder, where the packages that it needs are found.
 * @param {string} name
 */
async function bundleTesting(name) {
  const entry = import.meta.resolve(`@mudbrick/testing/${name}`)
  const outfile = new URL(
    `../node_modules/.mudbrick/${name.replace('/', '-')}.mjs`,
    import.meta.url,
  )
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: fileURLToPath(outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile.href
}
