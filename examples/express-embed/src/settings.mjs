// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * How the page is served, and which settings it gets.
 * @typedef {object} Settings
 * @property {number} port The port of both of its addresses.
 * @property {'https' | 'http'} scheme The scheme of the page's own address.
 * @property {{ cert: string, key: string } | undefined} certificate As PEM.
 * @property {{ clientId: string, scopes: string, environment: string }} credential For the page.
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/**
 * Reads `.env`, which is then the whole configuration, or else `.env.example`. A variable of the
 * process wins over the file.
 * @param {string} folder
 * @param {Environment} process
 * @returns {Settings}
 * @throws An Error that says in a sentence what to correct.
 */
export function readSettings(folder, process) {
  const variables = { ...readFile(folder, process), ...pick(process) }
  const scheme = variables.EXPRESS_HTTPS === 'false' ? 'http' : 'https'
  return {
    port: parsePort(variables.EXPRESS_PORT),
    scheme,
    certificate: readCertificate(folder, variables, scheme),
    credential: {
      clientId: requireVariable('EXPRESS_CLIENT_ID', variables),
      scopes: requireVariable('EXPRESS_SCOPES', variables),
      environment: requireVariable('EXPRESS_IMS', variables),
    },
  }
}

const names = [
  'EXPRESS_CLIENT_ID',
  'EXPRESS_HTTPS',
  'EXPRESS_IMS',
  'EXPRESS_PORT',
  'EXPRESS_SCOPES',
  'SSL_CRT_FILE',
  'SSL_KEY_FILE',
]

/**
 * @param {string} folder
 * @param {Environment} process
 * @returns {Environment}
 */
function readFile(folder, process) {
  const own = join(folder, '.env')
  if (existsSync(own)) return parseEnv(readFileSync(own, 'utf8'))
  const sandbox = parseEnv(readFileSync(join(folder, '.env.example'), 'utf8'))
  return moveToSandbox(sandbox, process)
}

/**
 * The sandbox can be elsewhere: at other ports, or without TLS.
 * @param {Environment} variables
 * @param {Environment} process
 * @returns {Environment}
 */
function moveToSandbox(variables, { MUDBRICK_PORT_OFFSET: offset, MUDBRICK_SCHEME: scheme }) {
  const ims = new URL(variables.EXPRESS_IMS ?? '')
  ims.port = String(Number(ims.port) + Number(offset ?? 0))
  const isPlain = scheme === 'http'
  return {
    ...variables,
    EXPRESS_IMS: isPlain ? `http://${ims.host}` : ims.origin,
    EXPRESS_HTTPS: isPlain ? 'false' : variables.EXPRESS_HTTPS,
    EXPRESS_PORT: String(Number(variables.EXPRESS_PORT) + Number(offset ?? 0)),
  }
}

/**
 * @param {Environment} process
 * @returns {Environment}
 */
function pick(process) {
  const present = names.filter((name) => process[name] !== undefined)
  return Object.fromEntries(present.map((name) => [name, process[name]]))
}

/** @param {string | undefined} text */
function parsePort(text) {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error('EXPRESS_PORT is missing or not a port: put the one of the redirect URI, 8000.')
}

/**
 * @param {string} name
 * @param {Environment} variables
 */
function requireVariable(name, variables) {
  const value = variables[name] ?? ''
  if (value !== '') return value
  throw new Error(`${name} is missing from .env: see .env.example for what belongs there.`)
}

/**
 * The page itself may do without TLS; the credential's default redirect URI may not.
 * @param {string} folder
 * @param {Environment} variables
 * @param {'https' | 'http'} scheme
 */
function readCertificate(folder, { SSL_CRT_FILE = '', SSL_KEY_FILE = '' }, scheme) {
  const [cert, key] = [SSL_CRT_FILE, SSL_KEY_FILE].map((file) => resolve(folder, file))
  if (cert !== undefined && key !== undefined && isFile(cert) && isFile(key)) {
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  }
  if (scheme === 'http') return undefined
  throw new Error(
    'SSL_CRT_FILE or SSL_KEY_FILE names a file that does not exist: run `npm start` at the repository root once, which makes them, or set EXPRESS_HTTPS=false.',
  )
}

/** @param {string} path */
function isFile(path) {
  return existsSync(path) && !path.endsWith('/')
}
