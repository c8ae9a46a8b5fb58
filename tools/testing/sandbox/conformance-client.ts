import type { Sandbox } from '@mudbrick/sandbox'

import { createFormBrowser, type FormBrowser, type OpenedPage } from '../browsers/form-browser.ts'

/** RFC 7636 appendix B. */
export const appendixB = {
  codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const

/** A client that sends what RFC 9700 asks of every client by default, so that every preset of behavior takes it. */
export interface ConformanceClient {
  readonly browser: FormBrowser
  readonly clientId: string
  readonly redirectUri: string
  authorizationUrl(parameters?: Parameters): URL
  /** Opens the authorization request, signs in and consents as far as it is asked to. */
  authorize(parameters?: Parameters): Promise<OpenedPage>
  /** The code of a new authorization. */
  obtainCode(parameters?: Parameters): Promise<string>
  /** One token request, authenticated; a parameter given as `undefined` is left out. */
  requestToken(parameters: Parameters, headers?: Record<string, string>): Promise<Response>
  /** The token request for a code. */
  exchange(code: string, parameters?: Parameters): Promise<Response>
  refresh(refreshToken: string, parameters?: Parameters): Promise<Response>
  /** All of it. */
  obtainTokens(parameters?: Parameters): Promise<WireTokens>
  requestUserinfo(accessToken: string): Promise<Response>
}

/** The members of a token response, as they come. */
export interface WireTokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly sub: string
}

type Parameters = Readonly<Record<string, string | undefined>>

const credentials = {
  'commerce-admin': {
    redirectUri: 'https://localhost:3002/auth/callback',
    scope: 'openid,AdobeID,email,profile,offline_access',
    secret: 'commerce-admin-secret',
  },
  'wknd-spa': {
    redirectUri: 'https://localhost:3001/callback',
    scope: 'openid,AdobeID,email,profile,address',
    secret: undefined,
  },
} as const

/** A user of the sandbox at a browser, and a Web App or single-page app of the seed. */
export function createConformanceClient(
  sandbox: Sandbox,
  clientId: keyof typeof credentials = 'commerce-admin',
  email = 'cora@wknd.test',
): ConformanceClient {
  const { redirectUri, scope, secret } = credentials[clientId]
  const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
  const authentication: Record<string, string> =
    secret === undefined ? {} : { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` }

  const client: ConformanceClient = {
    browser,
    clientId,
    redirectUri,

    authorizationUrl: (parameters = {}) => {
      const url = new URL('/ims/authorize/v2', sandbox.origins.ims)
      url.search = toSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        code_challenge: appendixB.codeChallenge,
        code_challenge_method: 'S256',
        state: 'state-123',
        nonce: 'nonce-123',
        ...parameters,
      }).toString()
      return url
    },

    authorize: async (parameters) => {
      let page = await browser.open(client.authorizationUrl(parameters))
      if (page.text.includes('name="password"')) {
        page = await browser.submit(page, { email, password: 'mudbrick' })
      }
      if (page.text.includes('name="decision"')) {
        page = await browser.submit(page, { decision: 'allow' })
      }
      return page
    },

    obtainCode: async (parameters) => {
      const { url, visibleText } = await client.authorize(parameters)
      const code = url.searchParams.get('code')
      if (code === null) throw new Error(`No code at ${url.origin}${url.pathname}: ${visibleText}`)
      return code
    },

    requestToken: (parameters, headers = {}) =>
      sandbox.fetch(new URL('/ims/token/v3', sandbox.origins.ims), {
        method: 'POST',
        headers: { ...authentication, ...headers },
        body: toSearchParams({
          ...(secret === undefined ? { client_id: clientId } : {}),
          ...parameters,
        }),
      }),

    exchange: (code, parameters = {}) =>
      client.requestToken({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: appendixB.codeVerifier,
        ...parameters,
      }),

    refresh: (refreshToken, parameters = {}) =>
      client.requestToken({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        ...parameters,
      }),

    obtainTokens: async (parameters) => {
      const response = await client.exchange(await client.obtainCode(parameters))
      if (response.status !== 200) throw new Error(`No tokens: ${await response.text()}`)
      return (await response.json()) as WireTokens
    },

    requestUserinfo: (accessToken) =>
      sandbox.fetch(new URL('/ims/userinfo/v2', sandbox.origins.ims), {
        headers: { authorization: `Bearer ${accessToken}` },
      }),
  }
  return client
}

/** One form posted to IMS, just as it is. */
export function postToIms(
  { fetch, origins }: Sandbox,
  path: string,
  parameters: Record<string, string>,
): Promise<Response> {
  return fetch(origins.ims + path, { method: 'POST', body: new URLSearchParams(parameters) })
}

/** Whether IMS still answers to an access token. */
export async function isAlive(sandbox: Sandbox, accessToken: string): Promise<boolean> {
  const { status } = await createConformanceClient(sandbox).requestUserinfo(accessToken)
  return status === 200
}

/** Whether IMS still takes the refresh token, which uses it up. */
export async function isRefreshable(sandbox: Sandbox, tokens: WireTokens): Promise<boolean> {
  return (await createConformanceClient(sandbox).refresh(tokens.refresh_token)).status === 200
}

function toSearchParams(parameters: Parameters): URLSearchParams {
  const entries = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(entries)
}
