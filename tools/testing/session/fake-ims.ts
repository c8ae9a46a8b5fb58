import { createHash } from 'node:crypto'
import type { Fetch } from '@mudbrick/http'

/** An IMS of a few lines: it answers the browser's requests and remembers them. Refresh tokens work once. */
export interface FakeIms {
  readonly fetch: Fetch
  /** The requests, oldest first, as `POST /ims/token/v3`. */
  readonly requests: readonly string[]
  /** The bodies of these requests. */
  readonly bodies: readonly string[]
  /** The authorization headers of these requests. */
  readonly authorizations: readonly (string | null)[]
  /** Lets the user sign in at an authorization request, and gives the address of the answer. */
  readonly approve: (authorizationUrl: URL | undefined) => string
  /** Lets the user refuse. */
  readonly deny: (authorizationUrl: URL | undefined) => string
  /** Changes the user at the computer: sign-ins from now on are this user's. */
  readonly signInAs: (userId: string) => void
  /** How often tokens were asked for with a refresh token. */
  readonly refreshes: () => number
  /** Answers requests for a path otherwise from now on; `undefined` leaves one to the usual answer. */
  readonly answer: (path: string, respond: Respond) => void
}

type Respond = (body: URLSearchParams) => Promise<Response | undefined> | Response | undefined

export interface FakeImsOptions {
  /** Whether the client gets refresh tokens. */
  readonly givesRefreshTokens?: boolean
}

export const imsOrigin = 'https://ims.test'

interface Grant {
  readonly challenge: string | null
  readonly nonce: string | null
}

export function createFakeIms({ givesRefreshTokens = false }: FakeImsOptions = {}): FakeIms {
  const grants = new Map<string, Grant>()
  const refreshTokens = new Set<string>()
  let refreshes = 0
  let userId = 'ada@AdobeID'
  const requests: string[] = []
  const bodies: string[] = []
  const authorizations: (string | null)[] = []
  const answers = new Map<string, Respond>([
    ['/ims/userinfo/v2', () => Response.json({ sub: 'ada@AdobeID', name: 'Ada Author' })],
    ['/ims/revoke', () => new Response(null)],
  ])

  return {
    requests,
    bodies,
    authorizations,
    answer: (path, respond) => answers.set(path, respond),
    refreshes: () => refreshes,
    signInAs(other) {
      userId = other
    },
    approve(authorizationUrl) {
      const asked = readAuthorizationRequest(authorizationUrl)
      const code = `fake-code-${grants.size + 1}`
      grants.set(code, { challenge: asked.get('code_challenge'), nonce: asked.get('nonce') })
      return answerAt(asked, { code })
    },
    deny: (authorizationUrl) =>
      answerAt(readAuthorizationRequest(authorizationUrl), { error: 'access_denied' }),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { pathname } = new URL(request.url)
      const body = await request.text()
      requests.push(`${request.method} ${pathname}`)
      bodies.push(body)
      authorizations.push(request.headers.get('authorization'))
      const respond = answers.get(pathname)
      const form = new URLSearchParams(body)
      const answer = await respond?.(form)
      if (answer) return answer
      if (pathname === '/ims/token/v3') return grantFor(form)
      return Response.json({ items: [] })
    },
  }

  function grantFor(form: URLSearchParams): Response {
    return form.get('grant_type') === 'refresh_token' ? refresh(form) : exchange(form)
  }

  function refresh(form: URLSearchParams): Response {
    refreshes += 1
    if (!refreshTokens.delete(form.get('refresh_token') ?? '')) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    return Response.json({
      access_token: `fake-access-token-of-refresh-${refreshes}`,
      ...createRefreshToken(),
      token_type: 'bearer',
      expires_in: 3_600,
    })
  }

  function createRefreshToken(): object {
    if (!givesRefreshTokens) return {}
    const token = `fake-refresh-token-${requests.length}`
    refreshTokens.add(token)
    return { refresh_token: token }
  }

  function exchange(form: URLSearchParams): Response {
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    if (challenge !== grant?.challenge) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    return Response.json({
      access_token: `fake-access-token-for-${code}`,
      ...createRefreshToken(),
      id_token: createIdToken(grant.nonce, userId),
      token_type: 'bearer',
      expires_in: 3_600,
    })
  }
}

function readAuthorizationRequest(url: URL | undefined): URLSearchParams {
  if (url?.pathname !== '/ims/authorize/v2') throw new Error(`${url?.href} asks for no sign-in.`)
  return url.searchParams
}

function answerAt(asked: URLSearchParams, parameters: Record<string, string>): string {
  const url = new URL(asked.get('redirect_uri') ?? '')
  const response = { ...parameters, state: asked.get('state') ?? '' }
  url.search = new URLSearchParams(response).toString()
  return url.href
}

function createIdToken(nonce: string | null, userId: string): string {
  const claims = {
    iss: imsOrigin,
    sub: userId,
    aud: 'client-id-123',
    iat: 1,
    exp: 3_601,
    nonce,
  }
  return `${encodeJson({ alg: 'RS256' })}.${encodeJson(claims)}.fake-signature`
}

function encodeJson(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url')
}
