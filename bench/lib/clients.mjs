// @ts-check
import { createHash, randomUUID } from 'node:crypto'

import { Browser } from './browser.mjs'

export const redirectUri = 'https://localhost:3002/auth/callback'

/** RFC 7636 appendix B. */
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')

/**
 * How a program is asked for tokens.
 * @typedef {object} Dialect
 * @property {string} authorizationPath Of the authorization endpoint.
 * @property {string} tokenPath Of the token endpoint.
 * @property {string} discoveryPath Of the discovery document.
 * @property {ClientSettings} service Takes tokens by client credentials.
 * @property {ClientSettings} web Keeps refresh tokens.
 * @property {ClientSettings} spa A public client.
 */

/**
 * @typedef {{
 *   id: string,
 *   secret?: string,
 *   authentication?: 'basic' | 'post',
 *   scope: string,
 *   redirectUri: string,
 * }} ClientSettings
 */

/** @type {Record<'mudbrick' | 'oidc-provider' | 'oauth2-mock-server', Dialect>} */
export const dialects = {
  mudbrick: {
    authorizationPath: '/ims/authorize/v2',
    tokenPath: '/ims/token/v3',
    discoveryPath: '/ims/.well-known/openid-configuration',
    service: {
      id: 'wknd-service',
      secret: 'wknd-service-secret',
      authentication: 'post',
      scope: 'openid,AdobeID',
      redirectUri,
    },
    web: {
      id: 'commerce-admin',
      secret: 'commerce-admin-secret',
      authentication: 'basic',
      scope: 'openid,AdobeID,offline_access',
      redirectUri: 'http://localhost:3002/auth/callback',
    },
    spa: {
      id: 'wknd-spa',
      scope: 'openid,AdobeID',
      redirectUri: 'http://localhost:3001/callback',
    },
  },
  'oidc-provider': {
    authorizationPath: '/auth',
    tokenPath: '/token',
    discoveryPath: '/.well-known/openid-configuration',
    service: {
      id: 'service',
      secret: 'service-secret',
      authentication: 'post',
      scope: 'api',
      redirectUri,
    },
    // Without `openid` a refresh signs one token, which is what the others do.
    web: {
      id: 'web',
      secret: 'web-secret',
      authentication: 'basic',
      scope: 'api',
      redirectUri,
    },
    spa: { id: 'spa', scope: 'openid api', redirectUri },
  },
  'oauth2-mock-server': {
    authorizationPath: '/authorize',
    tokenPath: '/token',
    discoveryPath: '/.well-known/openid-configuration',
    service: { id: 'service', secret: 's', authentication: 'post', scope: 'api', redirectUri },
    web: { id: 'web', secret: 's', authentication: 'basic', scope: 'api', redirectUri },
    spa: { id: 'spa', scope: 'openid api', redirectUri },
  },
}

/**
 * What is repeated: it resolves with the token response.
 * @typedef {() => Promise<Record<string, unknown>>} Operation
 */

/**
 * @param {string} origin
 * @param {Dialect} dialect
 * @returns {Promise<Operation>}
 */
export async function createClientCredentialsGrant(origin, { service, tokenPath }) {
  const browser = new Browser(origin)
  const parameters = { grant_type: 'client_credentials', scope: service.scope }
  return () => requestToken(browser, tokenPath, service, parameters)
}

/**
 * Signs a user in once; then each operation is an authorization request and a token request.
 * @param {string} origin
 * @param {Dialect} dialect
 * @returns {Promise<Operation>}
 */
export async function createCodeFlow(origin, dialect) {
  const browser = new Browser(origin)
  const { spa } = dialect
  await browser.visit(createAuthorizationPath(dialect, spa))
  return async () => {
    const { location } = await browser.get(createAuthorizationPath(dialect, spa))
    return exchangeCode(browser, dialect, spa, location)
  }
}

/**
 * Signs a user in once; then each operation uses the refresh token of the one before.
 * @param {string} origin
 * @param {Dialect} dialect
 * @returns {Promise<Operation>}
 */
export async function createRefreshChain(origin, dialect) {
  const browser = new Browser(origin)
  const { web, tokenPath } = dialect
  const location = await browser.visit(createAuthorizationPath(dialect, web))
  let tokens = await exchangeCode(browser, dialect, web, location)
  return async () => {
    const refreshToken = String(tokens['refresh_token'])
    const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken }
    tokens = await requestToken(browser, tokenPath, web, parameters)
    return tokens
  }
}

/**
 * @param {Dialect} dialect
 * @param {ClientSettings} client
 */
function createAuthorizationPath({ authorizationPath }, client) {
  const parameters = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: client.scope,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    state: randomUUID(),
  })
  // oidc-provider refuses a nonce where no ID token is asked for.
  if (client.scope.includes('openid')) parameters.set('nonce', randomUUID())
  return `${authorizationPath}?${parameters}`
}

/**
 * @param {Browser} browser
 * @param {Dialect} dialect
 * @param {ClientSettings} client
 * @param {string | undefined} location
 */
function exchangeCode(browser, { tokenPath }, client, location) {
  const code = location?.startsWith(client.redirectUri)
    ? new URL(location).searchParams.get('code')
    : undefined
  if (!code) throw new Error(`No code came back for ${client.id}: ${location}`)
  return requestToken(browser, tokenPath, client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUri,
    code_verifier: codeVerifier,
  })
}

/**
 * @param {Browser} browser
 * @param {string} path
 * @param {ClientSettings} client
 * @param {Record<string, string>} parameters
 */
async function requestToken(browser, path, client, parameters) {
  const isBasic = client.authentication === 'basic'
  const form = new URLSearchParams(parameters)
  if (!isBasic) form.set('client_id', client.id)
  if (client.authentication === 'post') form.set('client_secret', client.secret ?? '')
  const basic = `Basic ${btoa(`${client.id}:${client.secret}`)}`
  const answer = await browser.post(path, form, isBasic ? { authorization: basic } : {})
  if (answer.status !== 200) {
    throw new Error(`${path} answered ${answer.status} to ${client.id}: ${answer.text}`)
  }
  return JSON.parse(answer.text)
}
