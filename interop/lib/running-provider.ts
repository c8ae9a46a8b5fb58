import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

import { Provider } from 'oidc-provider'

import { createFormBrowser, type OpenedPage } from '../../tools/testing/browsers/form-browser.ts'

export const clientId = 'public-client'
export const redirectUri = 'http://localhost:3001/callback'

/** An `oidc-provider` behind a port, which rotates refresh tokens and ends a family when one is used again. */
export interface RunningProvider {
  readonly endpoints: {
    readonly authorizationEndpoint: string
    readonly tokenEndpoint: string
    readonly userinfoEndpoint: string
    readonly revocationEndpoint: string
    readonly logoutEndpoint: string
  }
  /** What was asked, such as `POST /token`. */
  readonly requests: string[]
  /** Opens an authorization request as ada, signs in, consents, and returns where she is sent. */
  signIn(authorizationUrl: string | URL): Promise<URL>
  /** The same, but she cancels. */
  refuse(authorizationUrl: string | URL): Promise<URL>
  /** Opens it in a browser without a sign-in. */
  open(authorizationUrl: string | URL): Promise<URL>
  /** Ends an access token and leaves its refresh token, which a revocation would end too. */
  endAccessToken(token: string): Promise<void>
  close(): void
}

export async function startProvider(): Promise<RunningProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen.')
  const origin = `http://127.0.0.1:${address.port}`
  const provider = createProvider(origin)
  const respond = provider.callback()
  const requests: string[] = []
  server.on('request', async (request, response) => {
    requests.push(`${request.method} ${new URL(request.url ?? '', origin).pathname}`)
    await translate(request, origin)
    respond(request, response)
  })

  return {
    requests,
    endpoints: {
      authorizationEndpoint: `${origin}/auth`,
      tokenEndpoint: `${origin}/token`,
      userinfoEndpoint: `${origin}/me`,
      revocationEndpoint: `${origin}/token/revocation`,
      logoutEndpoint: `${origin}/session/end`,
    },
    signIn: async (url) => {
      const browser = openBrowser(origin)
      const page = await browser.open(url)
      const consent = await browser.submit(page, { login: 'ada', password: 'mudbrick' })
      return leave(await browser.submit(consent, {}))
    },
    refuse: async (url) => {
      const browser = openBrowser(origin)
      const page = await browser.open(url)
      return leave(await browser.open(`${page.url.href}/abort`))
    },
    open: async (url) => leave(await openBrowser(origin).open(url)),
    endAccessToken: async (token) => {
      await (await provider.AccessToken.find(token))?.destroy()
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }

  function leave({ url, visibleText }: OpenedPage): URL {
    if (url.origin === origin) throw new Error(`Not sent back: ${visibleText}`)
    return url
  }
}

function openBrowser(origin: string) {
  return createFormBrowser((request) => fetch(request, { redirect: 'manual' }), origin)
}

function createProvider(issuer: string): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['fake-cookie-key'] },
    features: { revocation: { enabled: true } },
    claims: { openid: ['sub'], profile: ['name'] },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 3600, RefreshToken: 86_400 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Ada Lovelace' }),
    }),
  })
}

/**
 * IMS's two dialects, in the words of the RFCs: scopes are separated by commas there (RFC 6749 §3.3: by spaces), and
 * the client that revokes is named in the query (RFC 7009 §2.1: in the body).
 */
async function translate(request: IncomingMessage & { body?: string }, origin: string) {
  const url = new URL(request.url ?? '', origin)
  const scope = url.searchParams.get('scope')
  if (scope !== null) url.searchParams.set('scope', scope.replaceAll(',', ' '))
  if (url.pathname === '/token/revocation') {
    const form = new URLSearchParams(await text(request))
    form.set('client_id', url.searchParams.get('client_id') ?? '')
    request.body = form.toString()
  }
  request.url = url.pathname + url.search
}
