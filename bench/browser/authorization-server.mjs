// @ts-check
import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:https'

/**
 * An authorization server as strict as it has to be for a fair comparison: PKCE is checked, codes and refresh tokens
 * are good for once, and cross-origin requests meet real CORS, preflights included. It knows its endpoints by the
 * names under which the programs look for them, and signs everybody in at once.
 */
export class AuthorizationServer {
  /** What was asked, such as `POST /token`, in order. @type {string[]} */
  requests = []
  /** @type {Map<string, URLSearchParams>} */
  #codes = new Map()
  /** @type {Map<string, string | undefined>} */
  #refreshTokens = new Map()
  #server

  /** @param {{ certificate: string, key: string }} certificate */
  constructor({ certificate, key }) {
    this.#server = createServer({ cert: certificate, key }, async (message, response) => {
      let body = ''
      for await (const chunk of message) body += chunk
      const url = new URL(message.url ?? '/', this.origin)
      this.requests.push(`${message.method} ${url.pathname}`)
      const answer = this.#answer(message.method ?? 'GET', url, new URLSearchParams(body))
      const headers = { ...corsHeaders(message.headers), ...answer.headers }
      response.writeHead(answer.status, headers).end(answer.body)
    })
  }

  get origin() {
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('It does not listen.')
    return `https://127.0.0.1:${address.port}`
  }

  /** @returns {Promise<void>} */
  listen() {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /**
   * @param {string} method
   * @param {URL} url
   * @param {URLSearchParams} form
   * @returns {{ status: number, headers?: Record<string, string>, body?: string }}
   */
  #answer(method, url, form) {
    if (method === 'OPTIONS') return { status: 204 }
    if (/\/\.well-known\//.test(url.pathname)) return json(this.#metadata())
    if (/\/authorize(\/v2)?$/.test(url.pathname)) return this.#authorize(url.searchParams)
    if (/\/token(\/v3)?$/.test(url.pathname)) return this.#grant(form)
    if (/\/userinfo(\/v2)?$/.test(url.pathname)) return json({ sub: 'ada', name: 'Ada' })
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Done</title>' }
  }

  #metadata() {
    const { origin } = this
    return {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      userinfo_endpoint: `${origin}/userinfo`,
      revocation_endpoint: `${origin}/revoke`,
      end_session_endpoint: `${origin}/logout`,
      jwks_uri: `${origin}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }
  }

  /** @param {URLSearchParams} request */
  #authorize(request) {
    const code = randomUUID()
    this.#codes.set(code, request)
    const response = new URLSearchParams({ code, state: request.get('state') ?? '' })
    const location = new URL(request.get('redirect_uri') ?? '')
    if (request.get('response_mode') === 'fragment') location.hash = response.toString()
    else location.search = response.toString()
    return { status: 302, headers: { location: location.href } }
  }

  /** @param {URLSearchParams} form */
  #grant(form) {
    if (form.get('grant_type') === 'refresh_token') return this.#refresh(form)
    const request = this.#codes.get(form.get('code') ?? '')
    this.#codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '')
    const isProven = request?.get('code_challenge') === challenge.digest('base64url')
    if (!isProven) return json({ error: 'invalid_grant' }, 400)
    return this.#issue(request?.get('nonce') ?? undefined)
  }

  /** @param {URLSearchParams} form */
  #refresh(form) {
    const refreshToken = form.get('refresh_token') ?? ''
    if (!this.#refreshTokens.has(refreshToken)) return json({ error: 'invalid_grant' }, 400)
    const nonce = this.#refreshTokens.get(refreshToken)
    this.#refreshTokens.delete(refreshToken)
    return this.#issue(nonce)
  }

  /** @param {string | undefined} nonce */
  #issue(nonce) {
    const iat = Math.floor(Date.now() / 1000)
    const exp = iat + 3600
    // Opaque, but for Keycloak's client, which reads in it when it ends.
    const refreshToken = createToken({ iat, exp: exp + 3600, id: randomUUID() })
    this.#refreshTokens.set(refreshToken, nonce)
    const claims = { iss: this.origin, aud: 'bench', sub: 'ada', nonce, iat, exp, name: 'Ada' }
    return json({
      access_token: createToken({ ...claims, scope: 'openid profile', id: randomUUID() }),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile offline_access',
      refresh_token: refreshToken,
      id_token: createToken(claims),
    })
  }
}

/**
 * A token whose signature is not checked, since it comes straight from the token endpoint.
 * @param {object} claims
 */
function createToken(claims) {
  const parts = [{ alg: 'RS256', kid: 'key' }, claims].map((part) => JSON.stringify(part))
  return [...parts, 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

/**
 * @param {object} value
 * @param {number} [status]
 */
function json(value, status = 200) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { status, headers, body: JSON.stringify(value) }
}

/** @param {import('node:http').IncomingHttpHeaders} headers @returns {Record<string, string>} */
function corsHeaders({ origin, ...headers }) {
  if (origin === undefined) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    // Each preflight is seen.
    'access-control-max-age': '0',
    vary: 'origin',
  }
}
