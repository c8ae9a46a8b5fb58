import { createHash, randomBytes } from 'node:crypto'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import type { Access, App } from './access.ts'
import { type CallbackListener, isLocalAddress, listenForCallbacks } from './callback-listener.ts'
import type { Contract, Exchange } from './contract.ts'
import { isOfWebApp, valuesOfApp } from './plan.ts'
import { type Fetch, send } from './send.ts'
import { type Shown, walk } from './walk.ts'

/** A signed-in user, and what the sign-in has shown, by the exchange's file and name. */
export interface SignedIn {
  readonly user: NonNullable<Access['user']>
  readonly shown: ReadonlyMap<string, Shown>
}

/** What a sign-in stands on. */
export interface SignInOptions {
  readonly fetch: Fetch
  readonly contract: Contract
  readonly consent: (question: string) => Promise<boolean>
  /** How long a browser may take to come back, after the user has signed in. */
  readonly waitMs?: number
}

/**
 * Signs the user in with an app of their own. Where its redirect URI is on this computer, this program listens there, and
 * leads the browser through the other sign-ins of the contract; anywhere else the user pastes the address.
 */
export async function signIn(
  access: Access & { readonly app: App },
  environment: CliEnvironment,
  options: SignInOptions,
): Promise<SignedIn> {
  const { redirectUri } = access.app
  if (!isLocalAddress(redirectUri)) {
    const { user } = await signInBy(
      pasteAddress(environment, redirectUri),
      access,
      environment,
      options,
    )
    const why = `the redirect URI of your app is not on this computer, so that the browser cannot be led through it`
    return { user, shown: new Map(exchangesOf(access, options).map((one) => [idOf(one), { why }])) }
  }
  const listener = await listenForCallbacks(redirectUri)
  try {
    const { user, codeVerifier } = await signInBy(
      (url) => waitForBrowser(url, listener, environment),
      access,
      environment,
      options,
    )
    return { user, shown: await walkOn(listener, codeVerifier, access, environment, options) }
  } finally {
    await listener.close()
  }
}

async function waitForBrowser(
  url: URL,
  listener: CallbackListener,
  { stdout, stderr, signal }: CliEnvironment,
): Promise<URL> {
  stdout.line(`  Open this address in a browser, and sign in:\n\n  ${url.href}\n`)
  stderr.line('Waiting for the browser to come back …')
  try {
    return await listener.lead(url, AbortSignal.any([signal, AbortSignal.timeout(signInMs)]))
  } catch {
    signal.throwIfAborted()
    throw new UsageError('The browser did not come back within ten minutes: start again')
  }
}

const signInMs = 600_000

function pasteAddress(
  { stdout, ask }: CliEnvironment,
  redirectUri: string,
): (url: URL) => Promise<URL | null> {
  if (!ask) {
    throw new UsageError(
      `--sign-in with ${redirectUri}, which is not on this computer, needs a terminal to paste at: set MUDBRICK_ACCESS_TOKEN instead, or name a redirect URI on localhost`,
    )
  }
  return async (url) => {
    stdout.line(
      `  ${redirectUri} is not on this computer, so this program cannot see what comes back.\n  Open this address, sign in, and copy the address that you come back to:\n\n  ${url.href}\n`,
    )
    return URL.parse((await ask('Paste the address that you come back to:'))?.trim() ?? '')
  }
}

async function signInBy(
  open: (url: URL) => Promise<URL | null>,
  { ims, app }: Access & { readonly app: App },
  { signal }: CliEnvironment,
  { fetch }: SignInOptions,
): Promise<{ readonly user: NonNullable<Access['user']>; readonly codeVerifier: string }> {
  const { clientId, clientSecret, redirectUri, scopes } = app
  const state = createState()
  const codeVerifier = randomBytes(32).toString('base64url')
  const url = new URL('/ims/authorize/v2', ims)
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes,
    response_type: 'code',
    state,
    code_challenge: challengeOf(codeVerifier),
    code_challenge_method: 'S256',
  }).toString()
  const answer = (await open(url))?.searchParams
  const error = answer?.get('error')
  if (error && answer?.get('state') === state) {
    throw new UsageError(
      `IMS refused the sign-in (${error.replaceAll(/[^\w.-]/g, '').slice(0, 60)}): check the scopes and the type of the app`,
    )
  }
  const code = answer?.get('code') ?? ''
  if (code === '' || answer?.get('state') !== state) {
    throw new UsageError('That is no address that IMS led back to with this sign-in: start again')
  }
  const { text } = await send(
    {
      method: 'POST',
      url: '{ims}/ims/token/v3',
      ...(clientSecret !== undefined && { headers: { authorization: 'Basic {basic}' } }),
      form: {
        grant_type: 'authorization_code',
        code,
        code_verifier: codeVerifier,
        redirect_uri: redirectUri,
        ...(clientSecret === undefined && { client_id: clientId }),
      },
    },
    { ims, ...valuesOfApp(app) },
    { fetch, signal },
  ).catch(() => {
    signal.throwIfAborted()
    return { text: '' }
  })
  const accessToken = readToken(text)
  if (accessToken === undefined)
    throw new UsageError(
      'IMS gave no token for the code: check the app’s type and secret, and start again',
    )
  return { user: { accessToken, clientId }, codeVerifier }
}

async function walkOn(
  listener: CallbackListener,
  codeVerifier: string,
  access: Access & { readonly app: App },
  { signal, stderr }: CliEnvironment,
  { fetch, contract, consent, waitMs = 60_000 }: SignInOptions & Pick<SignInOptions, 'contract'>,
): Promise<ReadonlyMap<string, Shown>> {
  const { app } = access
  const exchanges = exchangesOf(access, { contract })
  const question = `Lead your browser through ${exchanges.length} more sign-ins with your app? IMS issues a token for some, which ends after a day, and refresh tokens after two weeks.`
  if (!(await consent(question))) {
    return new Map(exchanges.map((exchange) => [idOf(exchange), { why: 'you said no' }]))
  }
  stderr.line(`The browser goes on through ${exchanges.length} sign-ins …`)
  const values = {
    ims: access.ims,
    aem: access.aem ?? '',
    ...valuesOfApp(app),
    codeVerifier,
    codeChallenge: challengeOf(codeVerifier),
  }
  const options = {
    app,
    access,
    codeVerifier,
    values,
    listener,
    fetch,
    signal,
    waitMs,
    createState,
  }
  const shown = await walk(exchanges, options)
  return new Map(
    exchanges.map((exchange, index) => [idOf(exchange), shown[index] ?? { why: 'no answer' }]),
  )
}

/** What takes a code of its own, or a token of exactly the scopes that it names. */
function exchangesOf(
  { app, aem }: Access & { readonly app: App },
  { contract }: Pick<SignInOptions, 'contract'>,
): readonly Exchange[] {
  return contract.exchanges.flatMap((exchange) => {
    if (!('live' in exchange)) return []
    const { file, live, request } = exchange
    const isAsked = !file.startsWith('aem/') || aem !== undefined
    const takesSignIn = live === 'sign-in' || (request.scopes !== undefined && isAsked)
    return takesSignIn && isOfWebApp(exchange) === (app.clientSecret !== undefined)
      ? [exchange]
      : []
  })
}

function idOf({ file, name }: Exchange): string {
  return `${file} ${name}`
}

function createState(): string {
  return randomBytes(16).toString('base64url')
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

function readToken(text: string): string | undefined {
  try {
    const { access_token: token }: { readonly access_token?: unknown } = JSON.parse(text)
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}
