// @ts-check
import { readFileSync } from 'node:fs'

import { bundleStandalone, standalonePath } from '../../tools/lib/bundle-standalone.mjs'

import { bundle, sizesOf } from './bundle.mjs'
import { programPath } from './programs.mjs'

const root = new URL('../..', import.meta.url).pathname
const program = `export * from ${JSON.stringify(programPath('mudbrick'))}\n`

/**
 * What a page loads, or what it loads more.
 * @type {readonly { entry: string, what: string, contents: string, beside?: string }[]}
 */
const entries = [
  {
    entry: '@mudbrick/browser/popup',
    what: 'added to the program: signInWithPopup()',
    contents: `${program}export { signInWithPopup } from '@mudbrick/browser/popup'`,
    beside: program,
  },
  {
    entry: '@mudbrick/browser/iframe',
    what: 'added to the program: renewInIframe',
    contents: `${program}export { renewInIframe } from '@mudbrick/browser/iframe'`,
    beside: program,
  },
  {
    entry: '@mudbrick/react',
    what: 'added to the program, React apart: everything',
    contents: `${program}export * from '@mudbrick/react'`,
    beside: program,
  },
  {
    entry: '@mudbrick/browser/redirect',
    what: 'alone: exchangeAuthCodeForToken()',
    contents: `export { exchangeAuthCodeForToken } from '@mudbrick/browser/redirect'`,
  },
  {
    entry: '@mudbrick/browser/testing',
    what: 'alone: createFakeSession()',
    contents: `export { createFakeSession } from '@mudbrick/browser/testing'`,
  },
]

/** What each entry weighs. */
export async function measureEntries() {
  const rows = []
  for (const { entry, what, contents, beside } of entries) {
    const sizes = await measure(contents)
    const before =
      beside === undefined ? { minified: 0, gzip: 0, brotli: 0 } : await measure(beside)
    rows.push({
      entry,
      what,
      'min B': sizes.minified - before.minified,
      'gzip B': sizes.gzip - before.gzip,
    })
  }
  await bundleStandalone()
  const { minified, gzip } = sizesOf(readFileSync(standalonePath))
  rows.push({ entry: 'standalone.js', what: 'the file', 'min B': minified, 'gzip B': gzip })
  return rows
}

/** @param {string} contents */
async function measure(contents) {
  const external = ['react', 'react/jsx-runtime']
  return sizesOf(await bundle({ stdin: { contents, resolveDir: root }, external }))
}
