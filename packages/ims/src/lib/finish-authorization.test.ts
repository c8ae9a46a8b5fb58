import { inspect } from 'node:util'
import type { AuthorizationTransaction, Fetch } from '@mudbrick/oauth'
import { describe, expect, it, vi } from 'vitest'
import { finishAuthorization } from './finish-authorization.ts'
import { createImsClient } from './ims-client.ts'
import type { ImsGrant } from './ims-grant.ts'

const transaction: AuthorizationTransaction = {
  state: 'xyz',
  nonce: 'fake-nonce',
  redirectUri: 'https://localhost:3001/callback',
  scope: 'AdobeID,openid,aem.fragments.management',
  createdAt: 1_000,
  codeVerifier: 'fake-verifier',
}
const claims = {
  iss: 'https://ims-na1.adobelogin.com',
  sub: 'B0DC108C5CD449CA0A494133@c62f24cc5b5b7e0e0a494004',
  aud: 'client-id-123',
  iat: 1_500_000_000,
  exp: 1_500_086_400,
  nonce: 'fake-nonce',
}
/** The shape of Adobe's sample for version 3 of the token endpoint. */
const granted = {
  access_token: 'fake.access.token',
  sub: claims.sub,
  id_token: idTokenOf(claims),
  token_type: 'bearer',
  expires_in: 86_399,
}
const response = 'code=fake-code&state=xyz'

describe('finishAuthorization()', () => {
  it('gives tokens, claims, scopes and end', async () => {
    const grant = await finish(response, granted)
    expect(grant.tokenSet.accessToken).toBe('fake.access.token')
    expect(grant).toMatchObject({
      claims,
      scopes: ['AdobeID', 'openid', 'aem.fragments.management'],
      receivedAt: 2_000,
      expiresAt: 2_000 + 86_399_000,
    })
  })

  it('exchanges the code as Adobe’s tutorial does', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(granted))
    await finishWith(fetch, response)
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      new URL('https://ims-na1.adobelogin.com/ims/token/v3'),
      expect.objectContaining({
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: 'fake-code',
          redirect_uri: 'https://localhost:3001/callback',
          code_verifier: 'fake-verifier',
          client_id: 'client-id-123',
        }),
      }),
    )
  })

  it('gives the scopes that were granted, where IMS says so', async () => {
    const { scopes } = await finish(response, { ...granted, scope: 'openid AdobeID' })
    expect(scopes).toEqual(['openid', 'AdobeID'])
  })

  it('takes an ID token by IMS’s other name', async () => {
    const id_token = idTokenOf({ ...claims, iss: 'https://ims-na1.adobelogin.com/ims' })
    const grant = await finish(response, { ...granted, id_token })
    expect(grant.claims?.sub).toBe(claims.sub)
  })

  it('does not ask this machine’s clock whether the ID token has ended', async () => {
    // The clock of these tests stands at 1970; the token is of 2017.
    await expect(finish(response, granted)).resolves.toHaveProperty('claims')
  })

  it('asks for no ID token where openid was not asked for', async () => {
    const { id_token: _, ...withoutIdToken } = granted
    const grant = await finish(response, withoutIdToken, { ...transaction, nonce: undefined })
    expect(grant.claims).toBeUndefined()
  })

  it('takes the caller’s time', async () => {
    const setTimer = vi.fn<() => () => void>(() => () => {})
    const ims = createClient(async () => Response.json(granted))
    const clock = { ...ims.clock, setTimer }
    const parameters = new URLSearchParams(response)
    await finishAuthorization({ ...ims, clock }, parameters, transaction, { timeoutMs: 5_000 })
    expect(setTimer).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 5_000)
  })
})

describe('finishAuthorization(), nothing is sent', () => {
  it('for another state', async () => {
    const fetch = vi.fn<Fetch>()
    const finished = finishWith(fetch, 'code=fake-code&state=abc')
    await expect(finished).rejects.toMatchObject({ code: 'state_mismatch' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('for another issuer', async () => {
    const fetch = vi.fn<Fetch>()
    const finished = finishWith(fetch, `${response}&iss=https://ims-na1-stg1.adobelogin.com`)
    await expect(finished).rejects.toMatchObject({ code: 'issuer_mismatch' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('for a refusal', async () => {
    const fetch = vi.fn<Fetch>()
    const finished = finishWith(fetch, 'error=access_denied&state=xyz')
    await expect(finished).rejects.toMatchObject({ error: 'access_denied' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('for a response without a transaction', async () => {
    const fetch = vi.fn<Fetch>()
    const parameters = new URLSearchParams(response)
    const finished = finishAuthorization(createClient(fetch), parameters, undefined)
    await expect(finished).rejects.toMatchObject({ code: 'transaction_missing' })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('finishAuthorization(), nothing is given out', () => {
  it('for another nonce', async () => {
    const id_token = idTokenOf({ ...claims, nonce: 'replayed' })
    await expect(finish(response, { ...granted, id_token })).rejects.toMatchObject({
      code: 'nonce_mismatch',
    })
  })

  it('for an ID token of another client', async () => {
    const id_token = idTokenOf({ ...claims, aud: 'another-client' })
    await expect(finish(response, { ...granted, id_token })).rejects.toMatchObject({
      code: 'audience_mismatch',
    })
  })

  it('for an ID token of another IMS', async () => {
    const id_token = idTokenOf({ ...claims, iss: 'https://ims-na1-stg1.adobelogin.com' })
    await expect(finish(response, { ...granted, id_token })).rejects.toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('for a missing ID token', async () => {
    const { id_token: _, ...withoutIdToken } = granted
    await expect(finish(response, withoutIdToken)).rejects.toMatchObject({
      code: 'missing_field',
      field: 'id_token',
    })
  })
})

describe('ImsGrant', () => {
  it('shows no token', async () => {
    const grant = await finish(response, { ...granted, refresh_token: 'fake.refresh.token' })
    expect(inspect(grant, { depth: null }) + JSON.stringify(grant)).not.toMatch(/fake\.|eyJ/)
  })
})

function createClient(fetch: Fetch) {
  return createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'AdobeID,openid,aem.fragments.management',
    clock: { now: () => 2_000, setTimer: () => () => {} },
    fetch,
  })
}

function finish(query: string, answer: object, waiting = transaction): Promise<ImsGrant> {
  return finishWith(async () => Response.json(answer), query, waiting)
}

function finishWith(fetch: Fetch, query: string, waiting = transaction): Promise<ImsGrant> {
  return finishAuthorization(createClient(fetch), new URLSearchParams(query), waiting)
}

function idTokenOf(payload: object): string {
  const encode = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')
  return `${encode({ alg: 'RS256', kid: 'ims' })}.${encode(payload)}.c2lnbmF0dXJl`
}
