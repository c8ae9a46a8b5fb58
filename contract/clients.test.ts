import { createAemClient, listContentFragmentModels } from '@mudbrick/aem'
import {
  createImsClient,
  finishAuthorization,
  requestUserProfile,
  revokeToken,
  startAuthorization,
} from '@mudbrick/ims'
import { createSandbox } from '@mudbrick/sandbox'
import { createFormBrowser } from '@mudbrick/testing/form-browser'
import { redirectUri, scopes } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { fill, readOperation, type ExchangeRequest } from './exchange.ts'

const sandbox = await createSandbox()

/** What the clients sent, newest last. */
const sent: Request[] = []

function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  sent.push(request.clone())
  return sandbox.fetch(request)
}

const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'wknd-spa',
  redirectUri,
  scopes,
  environment: sandbox.origins.ims,
  fetch,
})

/** The values of one answer go into the next request; driven.test.ts has each request for itself. */
describe('the clients', () => {
  it('go through every request of the WKND SPA as the contract has it', async () => {
    const { url, transaction } = await startAuthorization(ims)
    const values = {
      ims: sandbox.origins.ims,
      aem: sandbox.origins.aem,
      clientId: 'wknd-spa',
      redirectUri,
      scopes,
      codeVerifier: transaction.codeVerifier,
      codeChallenge: url.searchParams.get('code_challenge') ?? '',
    }
    const authorize = requestOf('ims/authorize-v2.json', values)
    expect(url.origin + url.pathname).toBe(authorize.url)
    // The tutorial sends neither: without them a page cannot tell its own answer from a forged one.
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...authorize.query,
      state: transaction.state,
      nonce: transaction.nonce,
    })

    const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
    const consent = await browser.submit(await browser.open(url), { user: 'ada@wknd.test' })
    const callback = await browser.submit(consent, { decision: 'allow' })
    const grant = await finishAuthorization(ims, callback.url.searchParams, transaction)
    const { accessToken } = grant.tokenSet
    const code = callback.url.searchParams.get('code') ?? ''
    await expectLastRequest(requestOf('ims/token-v3.json', { ...values, code }))

    const profile = await requestUserProfile(ims, accessToken)
    expect(profile).toMatchObject({ name: 'Ada Auster', isEmailVerified: true })
    await expectLastRequest(requestOf('ims/userinfo-v2.json', { ...values, accessToken }))

    const aem = createAemClient({ origin: sandbox.origins.aem, fetch: withToken(accessToken) })
    const page = await listContentFragmentModels(aem, {
      cursor: '0',
      limit: 10,
      projection: 'summary',
    })
    expect(page.items[0]).toMatchObject({ name: 'Adventure', status: 'enabled', fields: undefined })
    expect(page.items).toHaveLength(10)
    const { headers: _, ...models } = requestOf('aem/content-fragment-models.json', {
      ...values,
      accessToken,
    })
    await expectLastRequest({ ...models, headers: { authorization: `Bearer ${accessToken}` } })

    await revokeToken(ims, accessToken)
    await expectLastRequest(requestOf('ims/revoke.json', { ...values, accessToken }))
  })
})

function withToken(accessToken: string): typeof globalThis.fetch {
  return (input, init) => {
    const request = new Request(input, init)
    request.headers.set('authorization', `Bearer ${accessToken}`)
    return fetch(request)
  }
}

/** The first request of a file of the contract, filled in. */
function requestOf(file: string, values: Record<string, string>): ExchangeRequest {
  const [first] = readOperation(file).exchanges
  if (first === undefined) throw new Error(`${file} has no exchange.`)
  const { as: _, credential: _credential, ...wire } = first.request
  return JSON.parse(fill(JSON.stringify(wire), values)) as ExchangeRequest
}

async function expectLastRequest(expected: ExchangeRequest): Promise<void> {
  const request = sent.at(-1)
  const url = new URL(request?.url ?? '')
  const form = new URLSearchParams(await request?.text())
  expect(request?.method).toBe(expected.method)
  expect(url.origin + url.pathname).toBe(expected.url)
  expect(Object.fromEntries(url.searchParams)).toEqual(expected.query ?? {})
  expect(Object.fromEntries(form)).toEqual(expected.form ?? {})
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    expect(request?.headers.get(name)?.split(';')[0]).toBe(value)
  }
}
