import { generateKeyPairSync } from 'node:crypto'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { requestAuthorizationCodeGrant } from './authorization-code-grant.ts'
import { type AuthorizationRequest, createAuthorizationRequest } from './authorization-request.ts'
import { validateAuthorizationResponse } from './authorization-response.ts'
import { clientSecretBasic, publicClient } from './client-authentication.ts'
import { validateIdToken } from './id-token.ts'
import { requestRevocation } from './revocation.ts'
import { requestUserinfo } from './userinfo.ts'

const redirectUri = 'https://app.test/callback'
const clientSecret = 'fake client+secret/%:'
let server: Server
let issuer: string

beforeAll(async () => {
  // Its warnings about development settings are right, and no news here.
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(console, 'info').mockReturnValue()
  // @ts-expect-error -- it ships no types
  const { Provider } = await import('oidc-provider')
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const client = {
    redirect_uris: [redirectUri],
    id_token_signed_response_alg: 'ES256',
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: 'public-client', token_endpoint_auth_method: 'none' },
      { ...client, client_id: 'basic:client', client_secret: clientSecret },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: ['fake-cookie-key'] },
    features: { revocation: { enabled: true } },
    claims: { openid: ['sub'], profile: ['name'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Ada Lovelace' }),
    }),
  })
  server.on('request', provider.callback())
})

afterAll(() => {
  server.close()
  vi.restoreAllMocks()
})

describe('authorization code grant with PKCE at oidc-provider', () => {
  it('signs a user in, says who they are, and ends the token', async () => {
    const { url, transaction } = await startAs('public-client')
    const answer = await signInAndConsent(url)
    const authorizationCode = validateAuthorizationResponse(answer.searchParams, transaction, {
      issuers: [issuer],
      isIssuerRequired: true,
    })
    const {
      accessToken,
      idToken = '',
      expiresInSeconds,
    } = await requestAuthorizationCodeGrant({
      tokenEndpoint: `${issuer}/token`,
      clientAuthentication: publicClient('public-client'),
      authorizationCode,
      fetch: loopbackFetch,
    })
    expect(expiresInSeconds).toBe(3600)

    const { nonce } = transaction
    const claims = validateIdToken(idToken, { clientId: 'public-client', issuers: [issuer], nonce })
    expect(claims.sub).toBe('ada@wknd.test')

    const userinfo = await askUserinfo(accessToken, claims.sub)
    expect(userinfo.required('name', 'string')).toBe('Ada Lovelace')

    await requestRevocation({
      revocationEndpoint: `${issuer}/token/revocation`,
      clientAuthentication: publicClient('public-client'),
      token: accessToken,
      fetch: loopbackFetch,
    })
    await expect(askUserinfo(accessToken)).rejects.toMatchObject({
      code: 'http_error',
      status: 401,
    })
  })

  it('is refused with another code verifier', async () => {
    const { url, transaction } = await startAs('public-client')
    const answer = await signInAndConsent(url)
    const other = await startAs('public-client')
    const mixed = Object.create(transaction, {
      codeVerifier: { value: other.transaction.codeVerifier },
    }) as typeof transaction
    await expect(
      requestAuthorizationCodeGrant({
        tokenEndpoint: `${issuer}/token`,
        clientAuthentication: publicClient('public-client'),
        authorizationCode: validateAuthorizationResponse(answer.searchParams, mixed, {
          issuers: [issuer],
        }),
        fetch: loopbackFetch,
      }),
    ).rejects.toMatchObject({ code: 'token_error', error: 'invalid_grant', status: 400 })
  })

  it('is refused for a code that was used before', async () => {
    const { url, transaction } = await startAs('public-client')
    const { searchParams } = await signInAndConsent(url)
    const exchange = {
      tokenEndpoint: `${issuer}/token`,
      clientAuthentication: publicClient('public-client'),
      authorizationCode: validateAuthorizationResponse(searchParams, transaction, {
        issuers: [issuer],
      }),
      fetch: loopbackFetch,
    }
    await requestAuthorizationCodeGrant(exchange)
    await expect(requestAuthorizationCodeGrant(exchange)).rejects.toMatchObject({
      error: 'invalid_grant',
      needsInteraction: true,
    })
  })

  it('takes a secret with special characters by Basic, as RFC 6749 §2.3.1 encodes it', async () => {
    const { url, transaction } = await startAs('basic:client')
    const { searchParams } = await signInAndConsent(url)
    await expect(
      requestAuthorizationCodeGrant({
        tokenEndpoint: `${issuer}/token`,
        clientAuthentication: clientSecretBasic('basic:client', clientSecret),
        authorizationCode: validateAuthorizationResponse(searchParams, transaction, {
          issuers: [issuer],
        }),
        fetch: loopbackFetch,
      }),
    ).resolves.toHaveProperty('accessToken')
  })

  it('ends with access_denied when the user cancels', async () => {
    const { url, transaction } = await startAs('public-client')
    const { searchParams } = await cancel(url)
    expect(() =>
      validateAuthorizationResponse(searchParams, transaction, { issuers: [issuer] }),
    ).toThrow(expect.objectContaining({ code: 'authorization_error', error: 'access_denied' }))
  })

  it('ends with login_required when no user is signed in and none may be asked', async () => {
    const { url, transaction } = await startAs('public-client', 'none')
    const { searchParams } = await new Visitor().open(url)
    expect(() =>
      validateAuthorizationResponse(searchParams, transaction, { issuers: [issuer] }),
    ).toThrow(expect.objectContaining({ error: 'login_required', needsInteraction: true }))
  })
})

function startAs(clientId: string, prompt?: 'none'): Promise<AuthorizationRequest> {
  return createAuthorizationRequest({
    authorizationEndpoint: `${issuer}/auth`,
    clientId,
    redirectUri,
    scopes: ['openid', 'profile'],
    prompt,
  })
}

function askUserinfo(accessToken: string, subject?: string) {
  return requestUserinfo({
    userinfoEndpoint: `${issuer}/me`,
    accessToken,
    subject,
    fetch: loopbackFetch,
  })
}

async function signInAndConsent(url: URL): Promise<URL> {
  const visitor = new Visitor()
  const signInPage = await visitor.open(url)
  const consentPage = await visitor.submit(signInPage, {
    prompt: 'login',
    login: 'ada@wknd.test',
    password: 'mudbrick',
  })
  return visitor.submit(consentPage, { prompt: 'consent' })
}

async function cancel(url: URL): Promise<URL> {
  const visitor = new Visitor()
  const { href } = await visitor.open(url)
  return visitor.open(new URL(`${href}/abort`))
}

/** As much of a browser as the provider's pages need: it keeps cookies and follows redirects. */
class Visitor {
  readonly #cookies = new Map<string, string>()

  open(url: URL): Promise<URL> {
    return this.#visit(url, { method: 'GET' })
  }

  submit(page: URL, fields: Record<string, string>): Promise<URL> {
    return this.#visit(page, { method: 'POST', body: new URLSearchParams(fields) })
  }

  async #visit(url: URL, init: RequestInit): Promise<URL> {
    if (url.origin !== issuer) return url
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const response = await loopbackFetch(url, { ...init, headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      this.#cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return location === null ? url : this.#visit(new URL(location, url), { method: 'GET' })
  }
}

/** A `fetch` on node:http, since the platform's own throws in tests; it follows no redirect. */
async function loopbackFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { url, method, headers, body } = new Request(input, init)
  const content = Buffer.from(await new Response(body).arrayBuffer())
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: Object.fromEntries(headers), agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const received = new Headers()
      for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
        for (const value of values) received.append(name, value)
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's type and the DOM's
      const stream = Readable.toWeb(incoming) as ReadableStream
      resolve(new Response(stream, { status: incoming.statusCode ?? 0, headers: received }))
    })
    outgoing.end(content)
  })
}
