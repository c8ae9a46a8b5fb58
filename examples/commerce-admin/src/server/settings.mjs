// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * What the server is told.
 * @typedef {object} Settings
 * @property {URL} redirectUri Where IMS sends users back to; this server is there.
 * @property {Credential} credential The app's, at IMS.
 * @property {string} commerceOrigin Of the Commerce instance.
 * @property {string | undefined} tenantId None on a server of one's own.
 * @property {boolean} isSandbox Whether IMS is on this computer.
 * @property {string | undefined} keys What MUDBRICK_KEYS says.
 * @property {string} vaultFolder Where the grants are kept, encrypted.
 * @property {number} processCount How many processes answer.
 * @property {{ cert: string, key: string } | undefined} certificate As PEM.
 * @property {string | undefined} caPath Who has signed the sandbox's certificate.
 */

/** @typedef {{ clientId: string, clientSecret: string, scopes: string, environment: string }} Credential */

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
  const redirectUri = parseRedirectUri(variables.COMMERCE_REDIRECT_URI)
  const environment = parseIms(requireVariable('COMMERCE_IMS', variables))
  const settings = {
    redirectUri,
    credential: {
      clientId: requireVariable('COMMERCE_CLIENT_ID', variables),
      clientSecret: requireVariable('COMMERCE_CLIENT_SECRET', variables),
      scopes: requireVariable('COMMERCE_SCOPES', variables),
      environment,
    },
    commerceOrigin: parseOrigin('COMMERCE_ORIGIN', variables),
    tenantId: variables.COMMERCE_TENANT_ID || undefined,
    isSandbox: isLoopback(environment),
    keys: variables.MUDBRICK_KEYS || undefined,
    // Servers at other ports sign in at other sandboxes: each has grants of its own.
    vaultFolder: resolve(
      folder,
      variables.COMMERCE_VAULT_FOLDER ?? `.cache/vault-${redirectUri.port || 443}`,
    ),
    processCount: parseCount(variables.COMMERCE_PROCESSES),
    certificate: readCertificate(folder, variables, redirectUri),
    caPath: findAuthority(folder, variables),
  }
  // A log of the settings, or a debugger's view of them, is not to have it.
  Object.defineProperty(settings.credential, 'clientSecret', { enumerable: false })
  return Object.defineProperty(settings, 'keys', { enumerable: false })
}

/**
 * The origin of IMS, which users are sent to.
 * @param {string} environment
 */
export function findImsOrigin(environment) {
  if (environment === 'production') return 'https://ims-na1.adobelogin.com'
  if (environment === 'stage') return 'https://ims-na1-stg1.adobelogin.com'
  return new URL(environment).origin
}

const names = [
  'COMMERCE_CLIENT_ID',
  'COMMERCE_CLIENT_SECRET',
  'COMMERCE_IMS',
  'COMMERCE_ORIGIN',
  'COMMERCE_PROCESSES',
  'COMMERCE_REDIRECT_URI',
  'COMMERCE_SCOPES',
  'COMMERCE_TENANT_ID',
  'COMMERCE_VAULT_FOLDER',
  'MUDBRICK_KEYS',
  'SSL_CA_FILE',
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
  const move = (/** @type {string | undefined} */ address) => {
    const url = new URL(address ?? '')
    url.port = String(Number(url.port) + Number(offset ?? 0))
    const moved = url.pathname === '/' ? url.origin : url.href
    return scheme === 'http' ? moved.replace(/^https:/, 'http:') : moved
  }
  return {
    ...variables,
    COMMERCE_IMS: move(variables.COMMERCE_IMS),
    COMMERCE_ORIGIN: move(variables.COMMERCE_ORIGIN),
    COMMERCE_REDIRECT_URI: move(variables.COMMERCE_REDIRECT_URI),
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

/**
 * @param {string} name
 * @param {Environment} variables
 */
function requireVariable(name, variables) {
  const value = variables[name] ?? ''
  if (value !== '') return value
  throw new Error(`${name} is missing from .env: see .env.example for what belongs there.`)
}

/** @param {string} environment */
function parseIms(environment) {
  if (['production', 'stage'].includes(environment) || URL.canParse(environment)) return environment
  throw new Error(
    `COMMERCE_IMS is ${environment}: put production, stage, or the origin of a sandbox's IMS, such as https://127.0.0.1:8443.`,
  )
}

/** @param {string | undefined} text */
function parseRedirectUri(text = '') {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && isLocal(url.hostname)) return url
  throw new Error(
    'COMMERCE_REDIRECT_URI is missing from .env, or does not lead to this computer: put the one that is registered, such as https://localhost:3002/auth/callback.',
  )
}

/**
 * @param {string} name
 * @param {Environment} variables
 */
function parseOrigin(name, variables) {
  const text = requireVariable(name, variables)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && url.href === `${url.origin}/`) return url.origin
  throw new Error(
    `${name} is ${text}, which is not an origin: put one alone, such as https://na1.api.commerce.adobe.com.`,
  )
}

/** @param {string | undefined} text */
function parseCount(text = '2') {
  if (/^[1-9]$/.test(text)) return Number(text)
  throw new Error(`COMMERCE_PROCESSES is ${text}: put a number from 1 to 9.`)
}

/** @param {string} environment */
function isLoopback(environment) {
  return URL.canParse(environment) && isLocal(new URL(environment).hostname)
}

/** @param {string} hostname */
function isLocal(hostname) {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/**
 * @param {string} folder
 * @param {Environment} variables
 * @param {URL} redirectUri
 */
function readCertificate(folder, { SSL_CRT_FILE = '', SSL_KEY_FILE = '' }, { protocol }) {
  if (protocol === 'http:') return undefined
  const [cert = '', key = ''] = [SSL_CRT_FILE, SSL_KEY_FILE].map((file) => resolve(folder, file))
  if (SSL_CRT_FILE !== '' && SSL_KEY_FILE !== '' && existsSync(cert) && existsSync(key)) {
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  }
  throw new Error(
    'SSL_CRT_FILE or SSL_KEY_FILE names a file that does not exist: run `npm start` at the repository root once, which makes them.',
  )
}

/**
 * @param {string} folder
 * @param {Environment} variables
 */
function findAuthority(folder, { SSL_CA_FILE = '' }) {
  if (SSL_CA_FILE === '') return undefined
  const path = resolve(folder, SSL_CA_FILE)
  if (existsSync(path)) return path
  throw new Error(
    `SSL_CA_FILE names ${SSL_CA_FILE}, which does not exist: run \`npm start\` at the repository root once, which makes it, or remove the variable.`,
  )
}
