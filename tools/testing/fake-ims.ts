import { createHash } from 'node:crypto'
import type { Fetch } from '@mudbrick/http'

/** An IMS of a few lines: it answers the browser's requests and remembers them. */
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
  /** Answers requests for a path otherwise from now on. */
  readonly answer: (path: string, respond: () => Promise<Response> | Response) => void
}

export const imsOrigin = 'https://ims.test'

interface Grant {
  readonly challenge: string | null
  readonly nonce: string | null
}

export function createFakeIms(): FakeIms {
  const grants = new Map<string, Grant>()
  const requests: string[] = []
  const bodies: string[] = []
  const authorizations: (string | null)[] = []
  const answers = new Map<string, () => Promise<Response> | Response>([
    ['/ims/userinfo/v2', () => Response.json({ sub: 'ada@AdobeID', name: 'Ada Author' })],
    ['/ims/revoke', () => new Response(null)],
  ])

  return {
    requests,
    bodies,
    authorizations,
    answer: (path, respond) => answers.set(path, respond),
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
      if (respond) return respond()
      if (pathname === '/ims/token/v3') return exchange(new URLSearchParams(body))
      return Response.json({ items: [] })
    },
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
      id_token: createIdToken(grant.nonce),
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

function createIdToken(nonce: string | null): string {
  const claims = {
    iss: imsOrigin,
    sub: 'ada@AdobeID',
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
