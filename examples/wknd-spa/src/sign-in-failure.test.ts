import {
  AuthorizationResponseError,
  NetworkError,
  type SignInError,
  SignInRequiredError,
  TimeoutError,
  TransactionError,
} from '@mudbrick/browser'
import { describe, expect, it } from 'vitest'

import type { Failure } from './failure.ts'
import { describeSignInFailure } from './sign-in-failure.ts'

const request = { method: 'POST', url: 'https://ims.wknd.test/ims/token/v3' }

describe('describeSignInFailure()', () => {
  it('tells a refused consent from a mistake', () => {
    const error = new AuthorizationResponseError(new URLSearchParams('error=access_denied'))
    expect(describeError(error).title).toBe('You were not signed in')
  })

  it('names the variable to correct when a scope is refused', () => {
    const error = new AuthorizationResponseError(new URLSearchParams('error=invalid_scope'))
    expect(describeError(error).advice.join(' ')).toContain('REACT_APP_ADC_SCOPES')
  })

  it("repeats IMS's words about any other refusal", () => {
    const query = 'error=server_error&error_description=Out+of+order'
    const error = new AuthorizationResponseError(new URLSearchParams(query))
    expect(describeError(error).explanation).toContain('server_error: Out of order')
  })

  it('names both addresses when the app is open at another than IMS answers at', () => {
    const failure = describeError(
      new TransactionError('transaction_missing'),
      'https://127.0.0.1:3001',
    )
    expect(failure.advice).toContain(
      'This page is at https://127.0.0.1:3001, but the redirect URI leads to https://localhost:3001: open the app there.',
    )
  })

  it('says that nothing was taken over from a foreign answer', () => {
    const failure = describeError(new TransactionError('state_mismatch'))
    expect(failure.title).toBe('This answer belongs to another sign-in')
  })

  it('says that a sign-in took too long', () => {
    const failure = describeError(new TransactionError('transaction_expired'))
    expect(failure.title).toBe('The sign-in took too long')
  })

  it('leads to the address of IMS whose certificate may not be accepted yet', () => {
    const cause = new NetworkError(request)
    expect(describeError(new SignInRequiredError('exchange_failed', { cause }))).toMatchObject({
      title: 'Adobe IMS could not be reached',
      origin: 'https://ims.wknd.test',
    })
  })

  it('gives the message of any other error', () => {
    const error = new TimeoutError(request, 30_000)
    expect(describeError(error).explanation).toBe(error.message)
  })
})

function describeError(error: SignInError, pageOrigin = 'https://localhost:3001'): Failure {
  const configuration = {
    authorizationEndpoint: 'https://ims.wknd.test/ims/authorize/v2',
    tokenEndpoint: 'https://ims.wknd.test/ims/token/v3',
    userinfoEndpoint: 'https://ims.wknd.test/ims/userinfo/v2',
    clientId: 'client-id-123',
    scopes: 'AdobeID,openid',
    aemOrigin: 'https://author.wknd.test',
    redirectUri: 'https://localhost:3001/callback',
  }
  return describeSignInFailure(error, configuration, pageOrigin)
}
