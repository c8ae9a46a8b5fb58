// @ts-check
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

/** @typedef {{ headers: Record<string, string>, body: Uint8Array<ArrayBuffer> }} PageFile */

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Scripts and requests of this app only: neither IMS nor Commerce has to do with this page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // React Aria adds a style element of its own.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Creates the function that answers for the built page.
 * @param {string} folder Where it was built.
 * @returns {(request: Request) => Response}
 */
export function createPageFiles(folder) {
  const files = new Map(listFiles(folder).map((path) => [path, readPageFile(folder, path)]))
  const page = files.get('/index.html')
  if (page !== undefined) files.set('/', page)

  return ({ method, url }) => {
    const file = files.get(new URL(url).pathname)
    if (file === undefined) return new Response('There is no such page.', { status: 404 })
    if (method !== 'GET' && method !== 'HEAD') {
      return new Response(undefined, { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    return new Response(method === 'HEAD' ? undefined : file.body, { headers: file.headers })
  }
}

/**
 * @param {string} folder
 * @returns {string[]} Paths as a browser asks for them.
 */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll(sep, '/'))
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {PageFile}
 */
function readPageFile(folder, path) {
  return {
    headers: {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      // The names of assets change with what is in them.
      'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body: new Uint8Array(readFileSync(join(folder, path))),
  }
}
