import { type Access, type App } from './access.ts'
import type { CallbackListener } from './callback-listener.ts'
import { compare, compareCallback, type Difference } from './compare.ts'
import type { Exchange } from './contract.ts'
import { placeAtUser } from './place-at-user.ts'
import { type Fetch, fill, send } from './send.ts'

/** What became of an exchange that a browser has shown. */
export type Shown = { readonly differences: readonly Difference[] } | { readonly why: string }

/** What a walk through the sign-ins of the contract stands on. */
export interface WalkOptions {
  readonly app: App
  readonly access: Access
  readonly codeVerifier: string
  readonly values: Readonly<Record<string, string>>
  readonly listener: CallbackListener
  readonly fetch: Fetch
  readonly signal: AbortSignal
  /** How long a browser may take to come back. */
  readonly waitMs: number
  readonly createState: () => string
}

/** Leads a signed-in browser from one authorization request of the contract to the next. */
export async function walk(
  exchanges: readonly Exchange[],
  options: WalkOptions,
): Promise<readonly Shown[]> {
  const shown: Shown[] = []
  let lost: string | undefined
  for (const exchange of exchanges) {
    if (lost !== undefined) {
      shown.push({ why: lost })
      continue
    }
    try {
      shown.push(await show(placeAtUser(exchange, options.access), options))
    } catch (error) {
      options.signal.throwIfAborted()
      if (!(error instanceof Error && error.name === 'TimeoutError')) {
        shown.push({ why: 'no answer' })
        continue
      }
      shown.push({ why: 'the browser did not come back from IMS' })
      lost = `the browser did not come back from IMS after “${exchange.name}”`
    }
  }
  return shown
}

async function show(exchange: Exchange, options: WalkOptions): Promise<Shown> {
  const { request, response } = exchange
  const { values } = options
  if (request.url.includes('/authorize')) {
    const url = new URL(fill(request.url, values))
    for (const [name, value] of Object.entries(request.query ?? {})) {
      url.searchParams.append(name, fill(value, values))
    }
    return { differences: compareCallback(await lead(url, options), response, values) }
  }
  const code = await obtainCode(exchange, options)
  if (code === undefined) return { why: 'IMS gave no code for it' }
  const written = JSON.stringify(request)
  const tokens = /\{(?:refresh|access)Token\}/.test(written)
    ? await obtainTokens(code, options)
    : {}
  if (written.includes('{refreshToken}') && tokens['refreshToken'] === undefined) {
    return { why: 'IMS gave no refresh token: add offline_access to MUDBRICK_VERIFY_APP_SCOPES' }
  }
  if (written.includes('{accessToken}') && tokens['accessToken'] === undefined) {
    return { why: 'IMS gave no token of these scopes' }
  }
  const answer = await send(request, { ...values, ...tokens, code }, options)
  const isContent =
    request.scopes !== undefined && response.status === 200 && 'accessToken' in tokens
  return { differences: compare(answer, response, { values, isContent }) }
}

async function lead(url: URL, { listener, signal, waitMs }: WalkOptions): Promise<URL> {
  return listener.lead(url, AbortSignal.any([signal, AbortSignal.timeout(waitMs)]))
}

/** A Web App uses no PKCE where the exchange sends no verifier. */
async function obtainCode(
  { request }: Exchange,
  options: WalkOptions,
): Promise<string | undefined> {
  const { app, values } = options
  const isWithoutPkce =
    app.clientSecret !== undefined && request.form?.['code_verifier'] === undefined
  const state = options.createState()
  const url = new URL(fill('{ims}/ims/authorize/v2', values))
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: request.scopes ?? app.scopes,
    response_type: 'code',
    state,
    ...(!isWithoutPkce && {
      code_challenge: values['codeChallenge'] ?? '',
      code_challenge_method: 'S256',
    }),
  }).toString()
  const { searchParams } = await lead(url, options)
  return searchParams.get('state') === state ? (searchParams.get('code') ?? undefined) : undefined
}

/** The tokens for a code, as each kind of app asks for them. */
async function obtainTokens(
  code: string,
  options: WalkOptions,
): Promise<Readonly<Record<string, string>>> {
  const { text } = await send(
    {
      method: 'POST',
      url: '{ims}/ims/token/v3',
      ...(options.app.clientSecret !== undefined && {
        headers: { authorization: 'Basic {basic}' },
      }),
      form: {
        grant_type: 'authorization_code',
        code,
        ...(options.app.clientSecret === undefined && {
          client_id: options.app.clientId,
          code_verifier: options.codeVerifier,
        }),
      },
    },
    options.values,
    options,
  )
  const { access_token: accessToken, refresh_token: refreshToken }: Record<string, unknown> =
    JSON.parse(text)
  return {
    ...(typeof accessToken === 'string' && { accessToken }),
    ...(typeof refreshToken === 'string' && { refreshToken }),
  }
}
