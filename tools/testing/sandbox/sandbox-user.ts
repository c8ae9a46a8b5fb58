import { createHash } from 'node:crypto'

import type { Sandbox } from '@mudbrick/sandbox'

import { createFormBrowser, type FormBrowser, type OpenedPage } from '../browsers/form-browser.ts'

/** RFC 7636 appendix B. */
export const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const redirectUri = 'https://localhost:3001/callback'
export const scopes = 'AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management'

/** A user of the sandbox with a browser, and a client that sends exactly what a test tells it to. */
export interface SandboxUser {
  readonly browser: FormBrowser
  /** The authorization request of the tutorial, parameters replaced or (with `undefined`) left out. */
  authorizationUrl(parameters?: Parameters): URL
  /** Opens the authorization request, signs in and consents as far as it is asked to. */
  authorize(parameters?: Parameters): Promise<OpenedPage>
  /** The token request of the tutorial for this code, parameters replaced or left out. */
  exchange(
    code: string,
    parameters?: Parameters,
    headers?: Record<string, string>,
  ): Promise<Response>
  /** All of it: an access token. */
  obtainAccessToken(parameters?: Parameters): Promise<string>
}

type Parameters = Readonly<Record<string, string | undefined>>

export function createSandboxUser(sandbox: Sandbox, email = 'ada@wknd.test'): SandboxUser {
  const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)

  const user: SandboxUser = {
    browser,

    authorizationUrl: (parameters = {}) => {
      const url = new URL('/ims/authorize/v2', sandbox.origins.ims)
      url.search = toSearchParams({
        client_id: 'wknd-spa',
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: scopes,
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
        state: 'state-123',
        ...parameters,
      }).toString()
      return url
    },

    authorize: async (parameters) => {
      let page = await browser.open(user.authorizationUrl(parameters))
      if (page.text.includes('name="password"')) {
        page = await browser.submit(page, { email, password: 'mudbrick' })
      }
      if (page.text.includes('name="decision"')) {
        page = await browser.submit(page, { decision: 'allow' })
      }
      return page
    },

    exchange: (code, parameters = {}, headers = {}) =>
      sandbox.fetch(new URL('/ims/token/v3', sandbox.origins.ims), {
        method: 'POST',
        headers,
        body: toSearchParams({
          grant_type: 'authorization_code',
          client_id: 'wknd-spa',
          code_verifier: codeVerifier,
          code,
          redirect_uri: redirectUri,
          ...parameters,
        }),
      }),

    obtainAccessToken: async (parameters) => {
      const page = await user.authorize(parameters)
      const response = await user.exchange(codeOf(page), {
        client_id: parameters?.['client_id'] ?? 'wknd-spa',
        redirect_uri: undefined,
      })
      const body = (await response.json()) as { access_token: string }
      return body.access_token
    },
  }
  return user
}

/** The code in the address of the redirect page. */
export function codeOf(page: OpenedPage): string {
  const code = page.url.searchParams.get('code')
  if (code === null)
    throw new Error(`No code in ${page.url.origin}${page.url.pathname}: ${page.visibleText}`)
  return code
}

function toSearchParams(parameters: Parameters): URLSearchParams {
  const entries = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(entries)
}
