// @ts-check
import { gzipSync } from 'node:zlib'

import { decode } from '@jridgewell/sourcemap-codec'

import { bundle, exampleAddresses } from './bundle.mjs'
import { programPath } from './programs.mjs'

/**
 * The purpose of the modules of our program. What is named nowhere is the session itself.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const features = {
  'typed errors, their messages and advice': [
    'http/configuration-error',
    'http/http-error',
    'http/mudbrick-error',
    'http/network-error',
    'http/problem',
    'http/timeout-error',
    'http/unexpected-response-error',
    'ims/sign-in-required-error',
    'oauth/authorization-response-error',
    'oauth/origin-not-allowed-error',
    'oauth/token-response-error',
    'oauth/transaction-error',
  ],
  'configuration: checks, environments': [
    'http/parse-secure-url',
    'ims/ims-client',
    'ims/ims-environment',
  ],
  'answers: deadline, size, redirects, JSON by field': [
    'http/with-hidden-properties',
    'http/json-fields',
    'http/parse-json',
    'http/retry-after',
    'http/send-request',
    'oauth/form-request',
    'oauth/token-set',
  ],
  'tabs: generation counter, broadcast, hand-over': ['browser/session-sync'],
  'window: address, storage, lock, channel': ['browser/defaults'],
  'renewal: back-off, what a refusal means': [
    'browser/renewal',
    'http/back-off',
    'http/sleep',
    'ims/refresh-grant',
    'ims/token-failure',
    'oauth/refresh-token-grant',
  ],
  'response: state, nonce, iss, ID token': [
    'ims/ims-grant',
    'oauth/authorization-response',
    'oauth/id-token',
    'oauth/state',
  ],
  'session.fetch: origins, one retry on 401': ['oauth/bearer-fetch'],
  'storage: choice, fallback, pending sign-ins': [
    'browser/pending-sign-ins',
    'browser/session-record',
    'browser/storage',
    'oauth/authorization-transaction',
  ],
  'sign-out: revocation, logout': [
    'browser/sign-out',
    'ims/logout-url',
    'ims/revoke-token',
    'oauth/revocation',
  ],
  'response relayed to a reloaded opener': ['browser/open-sessions', 'browser/popup-relay'],
  'session on a server': ['browser/server-side-session'],
}

const remainder = 'session, snapshot, requests'

/** What each feature weighs: minified, and how much smaller the gzipped program is without its modules. */
export async function measureFeatures() {
  const pieces = await bundleInPieces()
  const whole = gzipOf(pieces)
  const owners = new Map(
    Object.entries(features).flatMap(([feature, modules]) =>
      modules.map((name) => [name, feature]),
    ),
  )
  const present = new Set(pieces.map(({ module }) => module))
  const missing = [...owners.keys()].filter((name) => !present.has(name))
  if (missing.length > 0)
    throw new Error(`bench/browser/features.mjs names what is not there: ${missing.join(', ')}.`)
  const names = [...Object.keys(features), remainder]
  const rows = names.map((feature) => {
    /** @param {{ module: string }} piece */
    const isOwn = ({ module }) => (owners.get(module) ?? remainder) === feature
    const own = pieces.filter(isOwn)
    return {
      feature,
      'min B': own.reduce((sum, { text }) => sum + text.length, 0),
      'gzip B': whole - gzipOf(pieces.filter((piece) => !isOwn(piece))),
    }
  })
  rows.sort((a, b) => b['gzip B'] - a['gzip B'])
  return [...rows, { feature: 'of all: sentences for people', ...measureSentences(pieces) }]
}

/** @typedef {{ module: string, text: string }} Piece */

/** Our program, cut up by where its text comes from. */
async function bundleInPieces() {
  const code = await bundle({
    entryPoints: [programPath('mudbrick')],
    constants: exampleAddresses,
    sourcemap: 'inline',
  })
  const [text = '', encoded = ''] = new TextDecoder()
    .decode(code)
    .split('\n//# sourceMappingURL=data:application/json;base64,')
  const { mappings, sources } = JSON.parse(Buffer.from(encoded, 'base64').toString())
  const lines = text.split('\n')
  return decode(mappings).flatMap((segments, line) =>
    segments.map(([start, source = -1], index) => ({
      module: nameOf(sources[source] ?? ''),
      text: (lines[line] ?? '').slice(start, segments[index + 1]?.[0]),
    })),
  )
}

/**
 * `http/send-request` of `../packages/http/src/lib/send-request.ts`.
 * @param {string} path
 */
function nameOf(path) {
  const [, folder = '', file = ''] = /packages\/([^/]+)\/.*?([^/]+)\.[jt]s$/.exec(path) ?? []
  return `${folder}/${file}`
}

/** @param {readonly Piece[]} pieces */
function measureSentences(pieces) {
  const whole = pieces.map(({ text }) => text).join('')
  // Four words or more; what is computed in a template stays.
  const without = whole
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => (/(\S+ ){3}/.test(text) ? '""' : text))
    .replace(/(?<=[`}])[^`${}]*(?=\$\{|`)/g, (text) => (/(\S+ ){3}/.test(text) ? '' : text))
  return {
    'min B': whole.length - without.length,
    'gzip B': sizeOf(whole) - sizeOf(without),
  }
}

/** @param {readonly Piece[]} pieces */
function gzipOf(pieces) {
  return sizeOf(pieces.map(({ text }) => text).join(''))
}

/** @param {string} text */
function sizeOf(text) {
  return gzipSync(text, { level: 9 }).length
}
