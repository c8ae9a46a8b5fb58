// @ts-check
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { build } from 'esbuild'

/** What stands in the bundles whose size is measured; the others are given where the servers really are. */
export const exampleAddresses = {
  AUTHORITY: 'https://ims.example',
  CLIENT_ID: 'bench',
  REDIRECT_URI: 'https://app.example/callback',
}

/**
 * Bundles a module as an application would for its users.
 * @param {import('esbuild').BuildOptions & { constants?: Record<string, string> }} options
 */
export async function bundle({ constants = exampleAddresses, ...options }) {
  const define = Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])
  const { outputFiles = [] } = await build({
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    define: { ...Object.fromEntries(define), 'process.env.NODE_ENV': '"production"' },
    ...options,
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

/** @param {Uint8Array} contents */
export function sizesOf(contents) {
  return {
    minified: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: brotliCompressSync(contents).length,
  }
}
