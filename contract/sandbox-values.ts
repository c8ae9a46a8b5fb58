import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import type { Sandbox } from '@mudbrick/sandbox'
import {
  codeOf,
  codeVerifier,
  createSandboxUser,
  redirectUri,
  scopes,
  type SandboxUser,
} from '@mudbrick/testing/sandbox-user'

import type { ExchangeRequest } from './exchange.ts'
import type { Replay } from './replay.ts'

/** Signs in the user of a request at the sandbox, and returns the values that the request is filled in with. */
export async function prepareReplay(sandbox: Sandbox, request: ExchangeRequest): Promise<Replay> {
  const credential = credentialValues(request.credential ?? 'wknd-spa')
  const values: Record<string, string> = {
    ims: sandbox.origins.ims,
    aem: sandbox.origins.aem,
    commerce: sandbox.origins.commerce,
    codeVerifier,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    // What the browser library packs into its state.
    stateJson: JSON.stringify({ context: {}, jslibver: 'v2-v0.57.0', nonce: 'nonce-123' }),
    longState: 'x'.repeat(4096),
    ...credential,
    ...(request.scopes === undefined ? {} : { scopes: request.scopes }),
  }
  const wanted = JSON.stringify(request)
  if (wanted.includes('{serviceToken}')) {
    values['serviceToken'] = await requestServiceToken(sandbox)
  }
  if (request.as === undefined) return { fetch: sandbox.fetch, values }

  const user = createSandboxUser(sandbox, request.as)
  const parameters = authorizationParameters(credential, request)
  if (request.hasConsented === false) await signInOnly(user, request.as, parameters)
  else values['code'] = codeOf(await user.authorize(parameters))
  if (/\{(access|refresh|id)Token\}/.test(wanted)) {
    Object.assign(values, await obtainTokens(sandbox, user, credential, parameters))
  }
  const cookie = [...user.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { fetch: sandbox.fetch, values, cookie }
}

type CredentialValues = Readonly<
  Record<'clientId' | 'clientSecret' | 'basic' | 'redirectUri' | 'scopes' | 'type', string>
>

/** The seeded credential; its scopes are those that Adobe's tutorial for it asks for, if there is one. */
function credentialValues(clientId: string): CredentialValues {
  const credential = seededCredentials.find((candidate) => candidate.clientId === clientId)
  if (credential === undefined) throw new Error(`The seed has no credential ${clientId}.`)
  const clientSecret = credential.secrets?.[0] ?? 'fake-secret'
  return {
    clientId,
    clientSecret,
    basic: Buffer.from(`${clientId}:${clientSecret}`).toString('base64'),
    redirectUri: clientId === 'wknd-spa' ? redirectUri : (credential.defaultRedirectUri ?? ''),
    scopes: tutorialScopes[clientId] ?? credential.scopes.join(','),
    type: credential.type,
  }
}

const tutorialScopes: Readonly<Record<string, string>> = {
  'wknd-spa': scopes,
  'commerce-admin':
    'AdobeID,openid,email,profile,additional_info.roles,additional_info.projectedProductContext',
}

const seededCredentials = JSON.parse(
  readFileSync(new URL('../packages/sandbox/seed/credentials.json', import.meta.url), 'utf8'),
) as readonly {
  readonly clientId: string
  readonly type: string
  readonly secrets?: readonly string[]
  readonly defaultRedirectUri?: string
  readonly scopes: readonly string[]
}[]

type Parameters = Readonly<Record<string, string | undefined>>

/** The tutorial of the Web App asks without PKCE: so does a replay that sends no verifier. */
function authorizationParameters(
  credential: CredentialValues,
  { scopes: scope, form }: ExchangeRequest,
): Parameters {
  const isWithoutPkce = credential.type === 'web-app' && form?.['code_verifier'] === undefined
  return {
    client_id: credential.clientId,
    redirect_uri: credential.redirectUri,
    scope: scope ?? credential.scopes,
    state: undefined,
    ...(isWithoutPkce ? { code_challenge: undefined, code_challenge_method: undefined } : {}),
  }
}

async function signInOnly(user: SandboxUser, email: string, parameters: Parameters): Promise<void> {
  const page = await user.browser.open(user.authorizationUrl(parameters))
  await user.browser.submit(page, { email, password: 'mudbrick' })
}

async function obtainTokens(
  sandbox: Sandbox,
  user: SandboxUser,
  credential: CredentialValues,
  parameters: Parameters,
): Promise<Record<string, string>> {
  const isWebApp = credential.type === 'web-app'
  const response = await user.exchange(
    codeOf(await user.authorize(parameters)),
    {
      client_id: isWebApp ? undefined : credential.clientId,
      code_verifier: isWebApp ? undefined : codeVerifier,
      redirect_uri: undefined,
    },
    isWebApp ? { authorization: `Basic ${credential.basic}` } : {},
  )
  const body = (await response.json()) as Readonly<Record<string, string>>
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = body
  if (accessToken === undefined) {
    throw new Error(`${sandbox.origins.ims} gave ${credential.clientId} no access token.`)
  }
  return {
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
  }
}

async function requestServiceToken(sandbox: Sandbox): Promise<string> {
  const service = credentialValues('wknd-service')
  const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: service.clientId,
      client_secret: service.clientSecret,
      scope: service.scopes,
    }),
  })
  const body = (await response.json()) as { readonly access_token: string }
  return body.access_token
}
