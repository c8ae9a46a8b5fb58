// @ts-check
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { build } from 'esbuild'

import { inRepository } from './repository.mjs'

/** Where the file is, for pages that load it without a bundler. */
export const standalonePath = inRepository('packages', 'browser', 'dist', 'standalone.js')

/**
 * Makes one file of what a page needs to sign in, from the sources, and returns its SRI hash.
 * @returns {Promise<string>}
 * @see https://www.w3.org/TR/SRI/
 */
export async function bundleStandalone() {
  await build({
    entryPoints: [inRepository('packages', 'browser', 'src', 'standalone.ts')],
    outfile: standalonePath,
    bundle: true,
    conditions: ['@mudbrick/source'],
    format: 'esm',
    minify: true,
    sourcemap: 'linked',
    target: 'es2023',
    logLevel: 'silent',
    banner: { js: `/*! @mudbrick/browser ${readVersion()} | Apache-2.0 */` },
  })
  return `sha384-${createHash('sha384').update(readFileSync(standalonePath)).digest('base64')}`
}

/** @returns {string} */
function readVersion() {
  return JSON.parse(readFileSync(inRepository('packages', 'browser', 'package.json'), 'utf8'))
    .version
}
