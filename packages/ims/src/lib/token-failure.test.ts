import { requestRevocation } from '@mudbrick/oauth'
import { describe, expect, it } from 'vitest'
import { classifyTokenFailure } from './token-failure.ts'

describe('classifyTokenFailure()', () => {
  it('asks for a sign-in after invalid_grant', async () => {
    const failure = await failureFrom(Response.json({ error: 'invalid_grant' }, { status: 400 }))
    expect(classifyTokenFailure(failure)).toBe('sign-in-required')
  })

  it('asks for a sign-in after access_denied, IMS’s word for an unknown code', async () => {
    const failure = await failureFrom(Response.json({ error: 'access_denied' }, { status: 400 }))
    expect(classifyTokenFailure(failure)).toBe('sign-in-required')
  })

  it('asks for a sign-in after invalid_token', async () => {
    const failure = await failureFrom(Response.json({ error: 'invalid_token' }, { status: 401 }))
    expect(classifyTokenFailure(failure)).toBe('sign-in-required')
  })

  it('keeps what is stored when the client is unknown', async () => {
    const failure = await failureFrom(Response.json({ error: 'invalid_client' }, { status: 401 }))
    expect(classifyTokenFailure(failure)).toBe('misconfigured')
  })

  it('keeps what is stored when a scope is not the credential’s', async () => {
    const failure = await failureFrom(Response.json({ error: 'invalid_scope' }, { status: 400 }))
    expect(classifyTokenFailure(failure)).toBe('misconfigured')
  })

  it('waits when throttled, whatever the answer calls it', async () => {
    const failure = await failureFrom(Response.json({ error: 'access_denied' }, { status: 429 }))
    expect(classifyTokenFailure(failure)).toBe('transient')
  })

  it('waits after a 503 in HTML', async () => {
    const failure = await failureFrom(new Response('<html></html>', { status: 503 }))
    expect(classifyTokenFailure(failure)).toBe('transient')
  })

  it('waits after a code that it does not know', async () => {
    const failure = await failureFrom(Response.json({ error: 'ride_ToU' }, { status: 400 }))
    expect(classifyTokenFailure(failure)).toBe('transient')
  })

  it('waits after an error that is not one of ours', () => {
    expect(classifyTokenFailure(new Error('invalid_grant'))).toBe('transient')
  })

  it('knows a failure of another copy of the package', () => {
    const foreign = Object.assign(new Error('…'), {
      code: 'token_error',
      error: 'invalid_grant',
      retryable: false,
      needsInteraction: true,
    })
    expect(classifyTokenFailure(foreign)).toBe('sign-in-required')
  })
})

function failureFrom(answer: Response): Promise<unknown> {
  return requestRevocation({
    revocationEndpoint: 'https://ims.test/ims/revoke',
    token: 'fake-token',
    fetch: async () => answer,
  }).catch((error: unknown) => error)
}
