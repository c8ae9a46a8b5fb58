// @ts-check
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { build } from 'esbuild'

import { inRepository } from './repository.mjs'

/** Where the file is, for pages that load it without a bundler. */
export const standalonePath = inRepository('packages', 'browser', 'dist', 'standalone.js')
/** Where its twin is, whose messages are sentences. */
export const developmentPath = inRepository('packages', 'browser', 'dist', 'standalone.dev.js')

/**
 * Makes one file of what a page needs to sign in, from the sources, and a twin for development.
 * Returns the SRI hash of the first.
 * @returns {Promise<string>}
 * @see https://www.w3.org/TR/SRI/
 */
export async function bundleStandalone() {
  await Promise.all([bundle(standalonePath, []), bundle(developmentPath, ['development'])])
  return `sha384-${createHash('sha384').update(readFileSync(standalonePath)).digest('base64')}`
}

/**
 * @param {string} outfile
 * @param {string[]} conditions
 */
async function bundle(outfile, conditions) {
  await build({
    entryPoints: [inRepository('packages', 'browser', 'src', 'without-bundler.ts')],
    outfile,
    bundle: true,
    conditions: ['@mudbrick/source', ...conditions],
    format: 'esm',
    minify: true,
    sourcemap: 'linked',
    target: 'es2023',
    logLevel: 'silent',
    banner: { js: `/*! @mudbrick/browser ${readVersion()} | Apache-2.0 */` },
  })
}

/** @returns {string} */
function readVersion() {
  return JSON.parse(readFileSync(inRepository('packages', 'browser', 'package.json'), 'utf8'))
    .version
}
