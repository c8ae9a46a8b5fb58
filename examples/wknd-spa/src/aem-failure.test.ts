import { AemError, createAemClient, type Fetch, NetworkError, TimeoutError } from '@mudbrick/aem'
import { describe, expect, it } from 'vitest'

import { describeAemFailure, isPermissionMissing } from './aem-failure.ts'
import type { Failure } from './failure.ts'

const aemOrigin = 'https://author.wknd.test'
const request = { method: 'GET', url: `${aemOrigin}/adobe/folders` }
const aem = createAemClient({ origin: aemOrigin, fetch: async () => new Response() })

describe('describeAemFailure()', () => {
  it("repeats AEM's words about a refusal", async () => {
    const failure = await describe403('The access token is missing required scopes.')
    expect(failure.explanation).toContain(
      'AEM said: “The access token is missing required scopes.”',
    )
  })

  it('names the variable to change when a scope is missing', async () => {
    expect(await describe403('The access token is missing required scopes.')).toMatchObject({
      title: 'The access token lacks a scope',
      file: '.env (REACT_APP_ADC_SCOPES)',
    })
  })

  it('names the file of the allow-list', async () => {
    expect(await describe403('IMS Client ID not allowlisted.')).toMatchObject({
      title: 'AEM does not let this app in',
      file: 'api.yaml',
    })
  })

  it('names the variable to change when the API key is wrong', async () => {
    const text = JSON.stringify({ error_code: '403003', message: 'Api Key is invalid' })
    expect(await describeError(new AemError({ ...answer(403), text }))).toMatchObject({
      title: 'The API key is not the client ID of the token',
      file: '.env (REACT_APP_ADC_CLIENT_ID)',
    })
  })

  it('sends a user without rights to sign in anew once they have some', async () => {
    const failure = await describe403('The user lacks the permission to change this repository.')
    expect(failure).toMatchObject({ title: 'You may not do this' })
    expect(failure.advice.join(' ')).toContain('sign out and in again')
  })

  it('leads to the address whose certificate may not be accepted yet', async () => {
    const probe: Fetch = () => Promise.reject(new TypeError('Failed to fetch'))
    expect(await describeError(new NetworkError(request), probe)).toMatchObject({
      title: 'AEM could not be reached',
      origin: aemOrigin,
    })
  })

  it('names the origin that the CORS policy has to allow', async () => {
    const failure = await describeError(new NetworkError(request), async () => new Response())
    expect(failure).toMatchObject({ title: "AEM's CORS policy does not allow this page" })
    expect(failure.advice.join(' ')).toContain('https://localhost:3001')
  })

  it('tells a sleeping environment from one in trouble', async () => {
    const error = new AemError({ ...answer(503), text: '<html>' })
    expect(await describeError(error)).toMatchObject({ title: 'The AEM environment is asleep' })
  })

  it('says how long AEM asks to be left alone', async () => {
    const error = new AemError({ ...answer(503), retryAfterMs: 6_500 })
    expect(await describeError(error)).toMatchObject({
      title: 'AEM is in trouble',
      advice: ['It asks for 7 seconds.'],
    })
  })

  it('tells too many requests from trouble', async () => {
    const failure = await describeError(new AemError(answer(429)))
    expect(failure.title).toBe('AEM asks for patience')
  })

  it('gives the message of any other error', async () => {
    const error = new TimeoutError(request, 30_000)
    expect(await describeError(error)).toMatchObject({ explanation: error.message })
  })
})

describe('isPermissionMissing()', () => {
  it('holds for a user without rights', async () => {
    expect(await isPermissionMissing(create403('The user lacks the permission.'), aem)).toBe(true)
  })

  it('does not hold for an app that AEM does not let in', async () => {
    expect(await isPermissionMissing(create403('IMS Client ID not allowlisted.'), aem)).toBe(false)
  })
})

function describe403(detail: string): Promise<Failure> {
  return describeError(create403(detail))
}

function create403(detail: string): AemError {
  return new AemError({ ...answer(403), text: JSON.stringify({ detail }) })
}

function describeError(error: unknown, probe?: Fetch): Promise<Failure> {
  return describeAemFailure(error, {
    aem,
    pageOrigin: 'https://localhost:3001',
    ...(probe && { probe }),
  })
}

function answer(status: number): ConstructorParameters<typeof AemError>[0] {
  return {
    ...request,
    status,
    ok: false,
    headers: new Headers(),
    requestId: undefined,
    retryAfterMs: undefined,
    text: '',
  }
}
