import { createHash } from 'node:crypto'

import { AuthorizationResponseError, validateAuthorizationResponse } from '@mudbrick/oauth'
import { createSandbox } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Navigation, NavigationDrive, Values } from './clients/drive.ts'
import { makeClients } from './clients/make-clients.ts'
import { navigationDrives } from './clients/navigation.ts'
import {
  fill,
  findExchange,
  type Exchange,
  type ExchangeRequest,
  type ExchangeResponse,
} from './exchange.ts'
import { findDeviations, replayEarlier } from './replay.ts'
import { prepareReplay } from './sandbox-values.ts'

const sandbox = await createSandbox()

beforeEach(() => {
  sandbox.reset()
})

/** A client builds the address of the exchange; a browser opens it, and the client reads the answer. */
describe.each(Object.entries(navigationDrives))('the clients and %s', (file, calls) => {
  it.each(Object.entries(calls))('%s', async (name, call) => {
    await expectNavigation(findExchange(file, name), call)
  })
})

async function expectNavigation(exchange: Exchange, call: NavigationDrive): Promise<void> {
  const { request, response } = exchange
  const context = await prepareReplay(sandbox, request)
  await replayEarlier(request, context)
  const navigation = await call.build(makeClients(request, context.values, refuseToSend))
  const values = { ...context.values, ...drawnValues(navigation) }
  expect(describeAddress(navigation.url)).toEqual(describeExpected(request, navigation, values))

  const answer = await sandbox.fetch(navigation.url, {
    redirect: 'manual',
    headers: context.cookie === undefined ? {} : { cookie: context.cookie },
  })
  expect(await findDeviations(answer.clone(), withState(response, navigation), values)).toEqual([])
  expectRead(answer, response, navigation)
}

async function refuseToSend(): Promise<Response> {
  throw new Error('An address was to be built, and a request was sent.')
}

/** The contract has the challenge of its own verifier; this one is of the verifier that was drawn. */
function drawnValues({ transaction }: Navigation): Values {
  if (transaction === undefined) return {}
  const { codeVerifier } = transaction
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  return { codeVerifier, codeChallenge }
}

function describeAddress(url: URL): unknown {
  const parameters = [...url.searchParams]
  const query = Object.fromEntries(parameters)
  return { url: url.origin + url.pathname, hash: url.hash, count: parameters.length, query }
}

/** Our clients always send a state, and a nonce when they ask for `openid`: both are drawn. */
function describeExpected(
  { url, query = {} }: ExchangeRequest,
  { transaction }: Navigation,
  values: Values,
): unknown {
  const expected = {
    ...Object.fromEntries(Object.entries(query).map(([name, text]) => [name, fill(text, values)])),
    ...(transaction && { state: transaction.state }),
    ...(transaction?.nonce === undefined ? {} : { nonce: transaction.nonce }),
  }
  const count = Object.keys(expected).length
  return { url: fill(url, values), hash: '', count, query: expected }
}

/** The answer repeats the state where it has parameters at all. */
function withState(
  { locationParameters, fragmentParameters, ...response }: ExchangeResponse,
  { transaction }: Navigation,
): ExchangeResponse {
  const state = transaction && { state: transaction.state }
  return {
    ...response,
    ...(locationParameters && { locationParameters: { ...locationParameters, ...state } }),
    ...(fragmentParameters && { fragmentParameters: { ...fragmentParameters, ...state } }),
  }
}

/** The code or the error, as the client reads it; a page, and the end of a logout, are for the user. */
function expectRead(
  answer: Response,
  { locationParameters, fragmentParameters }: ExchangeResponse,
  { transaction }: Navigation,
): void {
  if (transaction === undefined || answer.status !== 302) return
  const { search, hash } = new URL(answer.headers.get('location') ?? '')
  const parameters = new URLSearchParams(fragmentParameters ? hash.slice(1) : search)
  const { error } = { ...locationParameters, ...fragmentParameters }
  const read = (): unknown =>
    validateAuthorizationResponse(parameters, transaction, {
      clock: { now: () => transaction.createdAt, setTimer: () => () => {} },
    }).code
  if (error === undefined) {
    expect(read()).toBe(parameters.get('code'))
    return
  }
  expect(read).toThrow(AuthorizationResponseError)
  expect(read).toThrow(expect.objectContaining({ error }))
}
