import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { HttpError, parseJson, type ReceivedResponse, sendRequest } from '@mudbrick/http'
import {
  AuthorizationResponseError,
  ConfigurationError,
  createImsClient,
  NetworkError,
  SignInRequiredError,
  TimeoutError,
  TokenResponseError,
  TransactionError,
  UnexpectedResponseError,
} from '@mudbrick/ims'
import { createBearerFetch } from '@mudbrick/oauth'
import { PopupError } from './popup-error.ts'
import { isSignInError, type SignInError } from './sign-in-error.ts'

// Stands where a code, a token, a verifier, a state or a secret would.
const secret = 'fake-secret'
const address = new URL(`https://ims.test/ims/userinfo/v2?access_token=${secret}`)

describe('isSignInError()', () => {
  it('recognises an error of a window', () => {
    expect(isSignInError(new PopupError('popup_closed'))).toBe(true)
  })

  it('recognises an error of another copy of the package', () => {
    const copy = { code: 'no_session', retryable: false, needsInteraction: true }
    expect(isSignInError(Object.assign(new Error('no session'), copy))).toBe(true)
  })

  it('leaves a mistake in a program alone', () => {
    expect(isSignInError(new TypeError('undefined is not a function'))).toBe(false)
  })

  it('leaves the reason of an aborted signal alone', () => {
    expect(isSignInError(AbortSignal.abort().reason)).toBe(false)
  })
})

describe('SignInError', () => {
  it('is closed: a switch over its code can be complete', () => {
    expectTypeOf<SignInError['code']>().toEqualTypeOf<
      | 'authorization_error'
      | 'audience_mismatch'
      | 'embedded_page'
      | 'exchange_failed'
      | 'http_error'
      | 'in_doubt'
      | 'insecure_context'
      | 'insecure_redirect_uri'
      | 'insufficient_scope'
      | 'invalid_option'
      | 'invalid_redirect_uri'
      | 'issuer_mismatch'
      | 'malformed_id_token'
      | 'malformed_response'
      | 'missing_client_id'
      | 'missing_field'
      | 'network_failed'
      | 'no_session'
      | 'nonce_mismatch'
      | 'not_json'
      | 'origin_not_allowed'
      | 'popup_blocked'
      | 'popup_closed'
      | 'popup_timed_out'
      | 'redirected'
      | 'refresh_rejected'
      | 'state_mismatch'
      | 'storage_unavailable'
      | 'subject_mismatch'
      | 'timed_out'
      | 'token_error'
      | 'too_large'
      | 'transaction_expired'
      | 'transaction_missing'
      | 'unknown_environment'
      | 'unsupported_browser'
      | 'wrong_type'
      | 'wrong_value'
    >()
  })

  it('always tells what may be done about it', () => {
    expectTypeOf<SignInError['retryable']>().toEqualTypeOf<boolean>()
    expectTypeOf<SignInError['needsInteraction']>().toEqualTypeOf<boolean>()
  })
})

describe('what an error shows', () => {
  it('leaves out the code and the state of an authorization response', () => {
    const response = { error: 'access_denied', code: secret, state: secret, access_token: secret }
    expectNoSecret(new AuthorizationResponseError(new URLSearchParams(response)))
  })

  it('leaves out the tokens that come with a refusal of the token endpoint', () => {
    const text = JSON.stringify({ error: 'invalid_grant', access_token: secret, code: secret })
    expectNoSecret(new TokenResponseError(new HttpError(received(text))))
  })

  it('leaves out the query of an address that refuses', async () => {
    const fetch = async (): Promise<Response> => new Response(null, { status: 403 })
    expectNoSecret(new HttpError(await sendRequest(address, { fetch })))
  })

  it('leaves out the query of an address that cannot be reached', async () => {
    const fetch = (): Promise<never> => Promise.reject(new TypeError('fetch failed'))
    const error = await sendRequest(address, { fetch }).catch(identity)
    expect(error).toBeInstanceOf(NetworkError)
    expectNoSecret(error)
  })

  it('leaves out an answer that is no JSON', () => {
    const error = attempt(() => parseJson(received(`<p>${secret}</p>`)))
    expect(error).toBeInstanceOf(UnexpectedResponseError)
    expectNoSecret(error)
  })

  it('has nothing to show of a request that took too long', () => {
    expectNoSecret(new TimeoutError({ method: 'GET', url: 'https://ims.test/' }, 30_000))
  })

  it('has nothing to show of a foreign response', () => {
    expectNoSecret(new TransactionError('state_mismatch'))
  })

  it('has nothing to show of a session that has ended', () => {
    const cause = new TokenResponseError(
      new HttpError(received(JSON.stringify({ error: 'invalid_grant', refresh_token: secret }))),
    )
    expectNoSecret(new SignInRequiredError('refresh_rejected', { cause }))
  })

  it('has nothing to show of a window', () => {
    expectNoSecret(new PopupError('popup_closed'))
  })

  it('leaves out the token that was not sent to another origin', async () => {
    const fetch = createBearerFetch({
      getAccessToken: () => secret,
      allowedOrigins: ['https://aem.test'],
      fetch: async () => new Response(),
    })
    expectNoSecret(await fetch(`https://other.test/?token=${secret}`).catch(identity))
  })

  it('leaves out what an option was, since secrets are pasted into the wrong one', () => {
    const error = attempt(() =>
      createImsClient({
        credential: 'single-page-app',
        clientId: 'client-id-123',
        redirectUri: `https://user:${secret}@localhost:3001/callback#${secret}`,
        scopes: 'AdobeID',
      }),
    )
    expect(error).toBeInstanceOf(ConfigurationError)
    expectNoSecret(error)
  })
})

function expectNoSecret(error: unknown): void {
  expect(isSignInError(error)).toBe(true)
  const shown = String(error) + inspect(error, { depth: 10 }) + JSON.stringify(error)
  expect(shown).not.toContain(secret)
}

function received(text: string): ReceivedResponse {
  return {
    method: 'POST',
    url: 'https://ims.test/ims/token/v3',
    status: 400,
    ok: false,
    headers: new Headers(),
    requestId: undefined,
    retryAfterMs: undefined,
    text,
  }
}

function attempt(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

function identity(error: unknown): unknown {
  return error
}
