import { describe, expect, it } from 'vitest'
import { createAuthorizationRequest } from './authorization-request.ts'
import { calculateCodeChallenge } from './code-verifier.ts'

const options = {
  authorizationEndpoint: 'https://server.test/authorize',
  clientId: 's6BhdRkqt3',
  redirectUri: 'https://client.example.com/cb',
  scopes: ['openid', 'profile'],
}

describe('createAuthorizationRequest()', () => {
  it('asks as RFC 6749 §4.1.1 has it', async () => {
    const { url } = await createAuthorizationRequest(options)
    expect(url.origin + url.pathname).toBe('https://server.test/authorize')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 's6BhdRkqt3',
      redirect_uri: 'https://client.example.com/cb',
      scope: 'openid profile',
    })
  })

  it('sends the challenge of the verifier that it keeps', async () => {
    const { url, transaction } = await createAuthorizationRequest(options)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.searchParams.get('code_challenge')).toBe(
      await calculateCodeChallenge(transaction.codeVerifier),
    )
  })

  it('sends the state that it keeps', async () => {
    const { url, transaction } = await createAuthorizationRequest(options)
    expect(url.searchParams.get('state')).toBe(transaction.state)
  })

  it('sends the nonce that it keeps', async () => {
    const { url, transaction } = await createAuthorizationRequest(options)
    expect(url.searchParams.get('nonce')).toBe(transaction.nonce)
  })

  it('sends no nonce where no ID token is asked for', async () => {
    const { url, transaction } = await createAuthorizationRequest({ ...options, scopes: ['email'] })
    expect(url.searchParams.has('nonce')).toBe(false)
    expect(transaction.nonce).toBeUndefined()
  })

  it('keeps what the answer will be checked against', async () => {
    const clock = { now: () => 1_000, setTimer: () => () => {} }
    const { transaction } = await createAuthorizationRequest({ ...options, clock })
    expect(transaction).toMatchObject({
      redirectUri: 'https://client.example.com/cb',
      scope: 'openid profile',
      createdAt: 1_000,
    })
  })

  it('joins the scopes as it is told', async () => {
    const { url } = await createAuthorizationRequest({ ...options, scopeSeparator: ',' })
    expect(url.searchParams.get('scope')).toBe('openid,profile')
  })

  it('passes prompt, response mode and further parameters on', async () => {
    const { url } = await createAuthorizationRequest({
      ...options,
      prompt: 'login',
      responseMode: 'fragment',
      extraParameters: { locale: 'de_DE', hint: undefined },
    })
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: 'login',
      response_mode: 'fragment',
      locale: 'de_DE',
    })
    expect(url.searchParams.has('hint')).toBe(false)
  })

  it('keeps the query of the endpoint, as RFC 6749 §3.1 demands', async () => {
    const authorizationEndpoint = 'https://server.test/authorize?tenant=wknd'
    const { url } = await createAuthorizationRequest({ ...options, authorizationEndpoint })
    expect(url.searchParams.get('tenant')).toBe('wknd')
  })

  it('does not let a further parameter replace the state', async () => {
    const extraParameters = { state: 'chosen' }
    await expect(createAuthorizationRequest({ ...options, extraParameters })).rejects.toMatchObject(
      {
        code: 'invalid_option',
        option: 'extraParameters',
        message:
          'extraParameters contains state, which the protocol reserves: leave it out, or use the option made for it.',
      },
    )
  })

  it('does not let a further parameter replace the whole request', async () => {
    const extraParameters = { request_uri: 'https://evil.test/request' }
    await expect(createAuthorizationRequest({ ...options, extraParameters })).rejects.toMatchObject(
      {
        code: 'invalid_option',
      },
    )
  })

  it('does not put the verifier into the address', async () => {
    const { url, transaction } = await createAuthorizationRequest(options)
    expect(url.href).not.toContain(transaction.codeVerifier)
  })
})
