// @ts-check
// A sandbox on ports of its own, and pages on another site that sign in there. The stories of e2e/ and
// the benchmark `tabs` share it.
import { once } from 'node:events'
import { createServer } from 'node:https'
import { fileURLToPath } from 'node:url'

import { createSandbox } from '@mudbrick/sandbox'
import { ensureCertificate, listen } from '@mudbrick/sandbox/node'
import { build } from 'esbuild'

const ownProgram = fileURLToPath(new URL('mudbrick.ts', import.meta.url))
const certificateFolder = fileURLToPath(new URL('../../.cache/e2e/certificate', import.meta.url))

/**
 * @typedef {object} TabWorldOptions
 * @property {import('@mudbrick/sandbox').BehaviorPreset | import('@mudbrick/sandbox').BehaviorRows} [behavior] How IMS acts; by default strictly, and with refresh tokens for pages.
 * @property {Readonly<Record<string, string>>} [programs] The scripts of pages, by name; by default ours, as `mudbrick`.
 * @property {Readonly<Record<string, string>>} [aliases] Paths by which IMS's endpoints are known too.
 * @property {boolean} [hasIdTokenOnRefresh] Whether a refresh brings an ID token too, which some clients insist on.
 */

/**
 * Something that comes between the pages and IMS; it sees each answer before they do.
 * @typedef {(request: Request, response: Response) => Response | Promise<Response>} Tamper
 */

/** @typedef {Awaited<ReturnType<typeof startTabWorld>>} TabWorld */

/** @param {TabWorldOptions} [options] */
export async function startTabWorld({
  behavior,
  programs,
  aliases = {},
  hasIdTokenOnRefresh,
} = {}) {
  const certificate = await ensureCertificate({ directory: certificateFolder })
  const sandbox = await createSandbox({
    behavior: behavior ?? { preset: 'strict', publicClientRefreshTokens: true },
  })
  /** @type {{ method: string, path: string, status: number }[]} */
  const requests = []
  /** @type {Tamper | undefined} */
  let tamper
  let aheadMs = 0
  const addIdToken = rememberIdTokens(() => Date.now() + aheadMs)

  const served = {
    portOffset: 0,
    scheme: sandbox.scheme,
    /** @param {import('@mudbrick/sandbox').SandboxOrigins} origins */
    servedAt(origins) {
      const respond = sandbox.servedAt(origins)
      return async (/** @type {Request} */ request) => {
        const { method } = request
        const url = new URL(request.url)
        const path = aliases[url.pathname] ?? url.pathname
        const entry = { method, path, status: 0 }
        requests.push(entry)
        const response = await respond(
          path === url.pathname ? request : new Request(new URL(path + url.search, url), request),
        )
        entry.status = response.status
        if (method === 'OPTIONS') allowAnyHeader(request, response)
        const whole = hasIdTokenOnRefresh ? await addIdToken(response) : response
        return tamper ? tamper(request, whole) : whole
      }
    },
  }
  const { origins, close } = await listen(served, {
    certificate,
    ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
  })
  const pages = await servePages(programs ?? { mudbrick: ownProgram }, origins.ims, certificate)
  const register = () =>
    sandbox.credentials.put({
      clientId: 'tabs',
      name: 'Tabs',
      type: 'single-page-app',
      defaultRedirectUri: `${pages.origin}/mudbrick/session/callback`,
      redirectUriPatterns: [`${pages.origin}/.*`],
      scopes: ['AdobeID', 'openid', 'email', 'profile', 'offline_access'],
    })
  register()

  return {
    sandbox,
    origin: pages.origin,
    imsOrigin: origins.ims,
    requests,
    /** Makes the pages' credential known; again after a reset. */
    register,
    /** By how much time has been moved. */
    aheadMs: () => aheadMs,
    /** @param {number} hours */
    advance(hours) {
      aheadMs += hours * 3_600_000
      sandbox.clock.advance({ hours })
    },
    /** @param {Tamper | undefined} next */
    tamperWith(next) {
      tamper = next
    },
    /** How many times tokens were asked for since so many requests ago. @param {number} [since] */
    countTokenRequests: (since = 0) =>
      requests
        .slice(since)
        .filter(({ method, path }) => method === 'POST' && path === '/ims/token/v3').length,
    /** Whether IMS takes an access token. @param {string} token */
    async isGood(token) {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, { headers })
      return answer.ok
    },
    async close() {
      await Promise.all([close(), pages.close()])
    },
  }
}

/**
 * This experiment ignores headers that a client adds.
 * @param {Request} request
 * @param {Response} response
 */
function allowAnyHeader(request, response) {
  const asked = request.headers.get('access-control-request-headers')
  if (asked !== null) response.headers.set('access-control-allow-headers', asked)
}

/**
 * The ID token of the last sign-in, made younger and without its nonce; its signature, which no client of a page
 * looks at, is that of before.
 * @param {() => number} now
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
function rememberIdTokens(now) {
  let known = ''
  return async (/** @type {Response} */ response) => {
    if (!response.headers.get('content-type')?.includes('json')) return response
    const tokens = await response.clone().json()
    known = tokens.id_token ?? known
    if (tokens.id_token !== undefined || tokens.refresh_token === undefined) return response
    const [header, payload = '', signature] = known.split('.')
    const { nonce: _, ...claims } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const iat = Math.floor(now() / 1000)
    const renewed = JSON.stringify({ ...claims, iat, exp: iat + claims.exp - claims.iat })
    const idToken = [header, Buffer.from(renewed).toString('base64url'), signature].join('.')
    return Response.json({ ...tokens, id_token: idToken }, response)
  }
}

/**
 * @param {Readonly<Record<string, string>>} programs
 * @param {string} imsOrigin
 * @param {{ readonly certificate: string, readonly key: string }} certificate
 */
async function servePages(programs, imsOrigin, { certificate: cert, key }) {
  const scripts = new Map(
    await Promise.all(
      Object.entries(programs).map(
        async ([name, path]) =>
          /** @type {readonly [string, string]} */ ([`/${name}.js`, await bundle(path)]),
      ),
    ),
  )
  const server = createServer({ cert, key }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost')
    const script = scripts.get(pathname)
    const [, program = ''] = pathname.split('/')
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(
      script ?? renderPage({ imsOrigin, script: scripts.has(`/${program}.js`) ? program : '' }),
    )
  })
  await once(server.listen(0, 'localhost'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The pages have no port.')
  return {
    origin: `https://localhost:${address.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** @param {{ imsOrigin: string, script: string }} options */
function renderPage({ imsOrigin, script }) {
  return `<!doctype html>
<html lang="en">
  <head>
    <title>Tab</title>
    <link rel="icon" href="data:," />
    <meta name="ims" content="${imsOrigin}" />
    ${script && `<script type="module" src="/${script}.js"></script>`}
  </head>
  <body></body>
</html>`
}

/** @param {string} path */
async function bundle(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    conditions: ['@mudbrick/source'],
    format: 'esm',
    logLevel: 'silent',
    platform: 'browser',
    target: 'es2023',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
