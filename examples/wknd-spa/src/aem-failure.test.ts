import { AemError, NetworkError, TimeoutError } from '@mudbrick/aem'
import { describe, expect, it } from 'vitest'

import { describeAemFailure } from './aem-failure.ts'
import type { Failure } from './failure.ts'

const aemOrigin = 'https://author.wknd.test'
const request = { method: 'GET', url: `${aemOrigin}/adobe/sites/cf/models` }

describe('describeAemFailure()', () => {
  it("repeats AEM's words about a refusal", () => {
    const failure = describe403('The access token is missing required scopes.')
    expect(failure.title).toBe('AEM refused the request')
    expect(failure.explanation).toContain('The access token is missing required scopes.')
  })

  it('leads to the address whose certificate may not be accepted yet', () => {
    expect(describeError(new NetworkError(request))).toMatchObject({
      title: 'AEM could not be reached',
      origin: aemOrigin,
    })
  })

  it('names the origin that the CORS policy has to allow', () => {
    expect(describeError(new NetworkError(request)).advice.join(' ')).toContain(
      'https://localhost:3001',
    )
  })

  it('says how long AEM asks to be left alone', () => {
    const failure = describeError(new AemError({ ...answer(503), retryAfterMs: 6_500 }))
    expect(failure).toMatchObject({
      title: 'AEM is in trouble',
      advice: ['It asks for 7 seconds.'],
    })
  })

  it('tells too many requests from trouble', () => {
    expect(describeError(new AemError(answer(429))).title).toBe('AEM asks for patience')
  })

  it('gives the message of any other error', () => {
    const error = new TimeoutError(request, 30_000)
    expect(describeError(error)).toMatchObject({ explanation: error.message, advice: [] })
  })
})

function describe403(detail: string): Failure {
  return describeError(new AemError({ ...answer(403), text: JSON.stringify({ detail }) }))
}

function describeError(error: unknown): Failure {
  return describeAemFailure(error, aemOrigin, 'https://localhost:3001')
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
