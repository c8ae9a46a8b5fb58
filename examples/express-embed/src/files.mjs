// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { createRequire } from 'node:module'

/** @typedef {{ headers: Record<string, string>, body: Buffer | string }} ServedFile */

const folder = join(import.meta.dirname, '..', 'public')

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
}

/**
 * All there is to serve, by path: what lies in `public`, the one file of Mudbrick, and what the page
 * has to know of its credential.
 * @param {import('./settings.mjs').Settings['credential']} credential
 * @param {Buffer | string} [standalone] The one file of Mudbrick.
 * @returns {ReadonlyMap<string, ServedFile>}
 */
export function createFiles(credential, standalone = readStandalone()) {
  const policy = createPolicy(credential)
  /**
   * @param {string} path
   * @param {Buffer | string} body
   * @returns {[string, ServedFile]}
   */
  const file = (path, body) => [
    path,
    {
      headers: {
        'content-type': types[extname(path)] ?? 'text/html; charset=utf-8',
        'content-security-policy': policy,
        'cache-control': 'no-cache',
        'referrer-policy': 'strict-origin',
        'x-content-type-options': 'nosniff',
      },
      body,
    },
  ]
  return new Map([
    file('/', readFileSync(join(folder, 'index.html'))),
    ...readdirSync(folder).map((name) => file(`/${name}`, readFileSync(join(folder, name)))),
    file('/standalone.js', standalone),
    file('/configuration.js', `export const configuration = ${JSON.stringify(credential)}\n`),
  ])
}

/**
 * Scripts of this page only, and requests to it and to IMS only.
 * @param {{ environment: string }} credential
 */
function createPolicy({ environment }) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${findImsOrigin(environment)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** @param {string} environment */
function findImsOrigin(environment) {
  if (environment === 'production') return 'https://ims-na1.adobelogin.com'
  if (environment === 'stage') return 'https://ims-na1-stg1.adobelogin.com'
  if (URL.canParse(environment)) return new URL(environment).origin
  throw new Error(
    `EXPRESS_IMS is ${environment}: put production, stage, or the origin of a sandbox's IMS, such as https://127.0.0.1:8443.`,
  )
}

function readStandalone() {
  const { resolve } = createRequire(import.meta.url)
  // Its messages are sentences; standalone.js, for production, has their codes.
  const path = join(dirname(resolve('@mudbrick/browser')), '..', 'dist', 'standalone.dev.js')
  if (existsSync(path)) return readFileSync(path)
  throw new Error(
    '@mudbrick/browser has no dist/standalone.dev.js yet: run `npm start` at the repository root once, which builds it.',
  )
}
