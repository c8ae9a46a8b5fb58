import { describe, expect, it } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { startAuthorization } from './start-authorization.ts'

const ims = createImsClient({
  credential: 'single-page-app',
  clientId: 'client-id-123',
  redirectUri: 'https://localhost:3001/callback',
  scopes: 'AdobeID,openid,aem.fragments.management',
})

describe('startAuthorization()', () => {
  it('asks as Adobe’s tutorial does, and protects itself with state and nonce', async () => {
    const { url, transaction } = await startAuthorization(ims)
    expect(url.origin + url.pathname).toBe('https://ims-na1.adobelogin.com/ims/authorize/v2')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-id-123',
      scope: 'AdobeID,openid,aem.fragments.management',
      response_type: 'code',
      redirect_uri: 'https://localhost:3001/callback',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: transaction.state,
      nonce: transaction.nonce,
    })
  })

  it('passes on how to meet the user, in IMS’s words', async () => {
    const { url } = await startAuthorization(ims, {
      prompt: 'login',
      locale: 'de-DE',
      responseMode: 'fragment',
    })
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: 'login',
      locale: 'de_DE',
      response_mode: 'fragment',
    })
  })

  it('dates the transaction by the client’s clock', async () => {
    const clock = { now: () => 1_000, setTimer: () => () => {} }
    const { transaction } = await startAuthorization({ ...ims, clock })
    expect(transaction.createdAt).toBe(1_000)
  })

  it('rejects with the reason of a signal that was aborted before', async () => {
    const signal = AbortSignal.abort('left')
    await expect(startAuthorization(ims, { signal })).rejects.toBe('left')
  })
})
