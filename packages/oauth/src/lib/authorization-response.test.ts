import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { AuthorizationResponseError } from './authorization-response-error.ts'
import { type AuthorizationCode, validateAuthorizationResponse } from './authorization-response.ts'
import type { AuthorizationTransaction } from './authorization-transaction.ts'

const transaction: AuthorizationTransaction = {
  state: 'xyz',
  nonce: 'n-0S6_WzA2Mj',
  redirectUri: 'https://client.example.com/cb',
  scope: 'openid',
  createdAt: 0,
  codeVerifier: 'fake-verifier',
}
const at = (now: number) => ({ now: () => now, setTimer: () => () => {} })
const options = { issuers: ['https://server.test'], clock: at(60_000) }

describe('RFC 6749 §4.1.2 authorization response', () => {
  it('gives the code of the RFC’s example', () => {
    expect(validate('code=SplxlOBeZQQYbYS6WxSbIA&state=xyz').code).toBe('SplxlOBeZQQYbYS6WxSbIA')
  })

  it('gives the transaction along with the code', () => {
    expect(validate('code=fake-code&state=xyz').transaction).toBe(transaction)
  })

  it('ignores parameters that it does not know', () => {
    expect(validate('code=fake-code&state=xyz&tag=a&tag=b').code).toBe('fake-code')
  })

  it('refuses another state', () => {
    expect(refusalOf('code=fake-code&state=abc')).toMatchObject({ code: 'state_mismatch' })
  })

  it('refuses a response without state', () => {
    expect(refusalOf('code=fake-code')).toMatchObject({ code: 'state_mismatch' })
  })

  it('refuses an error with another state: it may be forged', () => {
    expect(refusalOf('error=access_denied&state=abc')).toMatchObject({ code: 'state_mismatch' })
  })

  it('refuses a response with neither code nor error', () => {
    expect(refusalOf('state=xyz')).toMatchObject({ code: 'malformed_response' })
  })

  it('refuses a code that is empty', () => {
    expect(refusalOf('code=&state=xyz')).toMatchObject({ code: 'malformed_response' })
  })

  it('refuses a response for which nothing is waiting', () => {
    const parameters = new URLSearchParams('code=fake-code&state=xyz')
    expect(() => validateAuthorizationResponse(parameters, undefined)).toThrow(
      'No sign-in is waiting for this authorization response: start sign-in again; if that never helps, the app starts at one address and is answered at another (localhost, 127.0.0.1 or another port).',
    )
  })
})

describe('RFC 6749 §3.1 repeated parameters', () => {
  it('refuses a second state', () => {
    expect(refusalOf('code=fake-code&state=xyz&state=abc')).toMatchObject({
      code: 'malformed_response',
    })
  })

  it('refuses a second code', () => {
    expect(refusalOf('code=fake-code&code=fake-code-2&state=xyz')).toMatchObject({
      code: 'malformed_response',
    })
  })
})

describe('RFC 6749 §4.1.2.1 error response', () => {
  it('reports what the server said', () => {
    const refusal = refusalOf(
      'error=invalid_scope&error_description=No%20such%20scope&error_uri=https://server.test/e&state=xyz',
    )
    expect(refusal).toBeInstanceOf(AuthorizationResponseError)
    expect(refusal).toMatchObject({
      code: 'authorization_error',
      error: 'invalid_scope',
      errorDescription: 'No such scope',
      errorUri: 'https://server.test/e',
      message:
        'The authorization request ended with invalid_scope: ask only for scopes that the credential owns.',
    })
  })

  it('says what to do when consent was refused', () => {
    expect(refusalOf('error=access_denied&state=xyz')).toMatchObject({
      needsInteraction: false,
      message:
        'The authorization request ended with access_denied: offer to sign in again, since consent was refused.',
    })
  })

  it('asks for the user after a silent attempt', () => {
    expect(refusalOf('error=login_required&state=xyz')).toMatchObject({ needsInteraction: true })
  })

  it('may be tried again when the server is busy', () => {
    expect(refusalOf('error=temporarily_unavailable&state=xyz')).toMatchObject({ retryable: true })
  })

  it('prefers the error where there is a code as well', () => {
    expect(refusalOf('error=access_denied&code=fake-code&state=xyz')).toMatchObject({
      code: 'authorization_error',
    })
  })

  it('does not repeat a description of any length', () => {
    const refusal = refusalOf(
      `error=access_denied&state=xyz&error_description=${'no '.repeat(500)}`,
    )
    expect((refusal as AuthorizationResponseError).errorDescription).toHaveLength(300)
  })
})

describe('RFC 9207 §2.4 issuer', () => {
  it('accepts the issuer that was asked', () => {
    expect(validate('code=fake-code&state=xyz&iss=https://server.test').code).toBe('fake-code')
  })

  it('refuses another issuer', () => {
    expect(refusalOf('code=fake-code&state=xyz&iss=https://evil.test')).toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('refuses another issuer before it looks at anything else', () => {
    expect(refusalOf('error=access_denied&state=abc&iss=https://evil.test')).toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('compares without normalisation', () => {
    expect(refusalOf('code=fake-code&state=xyz&iss=https://server.test/')).toMatchObject({
      code: 'issuer_mismatch',
    })
  })

  it('misses the issuer where the server promised one', () => {
    const parameters = new URLSearchParams('code=fake-code&state=xyz')
    expect(() =>
      validateAuthorizationResponse(parameters, transaction, {
        ...options,
        isIssuerRequired: true,
      }),
    ).toThrow(expect.objectContaining({ code: 'issuer_mismatch' }))
  })
})

describe('validateAuthorizationResponse(), age', () => {
  const parameters = new URLSearchParams('code=fake-code&state=xyz')

  it('accepts a response after an hour', () => {
    const clock = at(3_600_000)
    expect(validateAuthorizationResponse(parameters, transaction, { clock }).code).toBe('fake-code')
  })

  it('refuses a response after more', () => {
    const clock = at(3_600_001)
    expect(() => validateAuthorizationResponse(parameters, transaction, { clock })).toThrow(
      expect.objectContaining({ code: 'transaction_expired' }),
    )
  })

  it('takes another limit', () => {
    const limited = { clock: at(1_001), maxAgeMs: 1_000 }
    expect(() => validateAuthorizationResponse(parameters, transaction, limited)).toThrow(
      'The sign-in took too long: start it again.',
    )
  })
})

describe('AuthorizationCode', () => {
  it('keeps the code out of JSON', () => {
    expect(JSON.stringify(validate('code=fake-code&state=xyz'))).not.toContain('fake-code')
  })

  it('keeps the code out of what console.log shows', () => {
    expect(inspect(validate('code=fake-code&state=xyz'))).not.toContain('fake-code')
  })

  it('cannot be made of an unchecked text', () => {
    expectTypeOf<{
      code: string
      transaction: AuthorizationTransaction
    }>().not.toExtend<AuthorizationCode>()
  })
})

describe('errors of an authorization response', () => {
  it('show neither code nor state', () => {
    const refusals = [
      refusalOf('code=fake-code&state=fake-state'),
      refusalOf('code=fake-code&state=xyz&iss=fake-issuer'),
      refusalOf('code=fake-code&code=fake-code&state=xyz'),
      refusalOf('error=access_denied&code=fake-code&state=xyz'),
      refusalOf(`error=server_error&error_description=${'fake-code'.repeat(6)}&state=xyz`),
    ]
    const shown = refusals.map(
      (error) => `${String(error)} ${inspect(error)} ${JSON.stringify(error)}`,
    )
    expect(shown.join('\n')).not.toMatch(/fake-|xyz/)
  })
})

function validate(query: string): AuthorizationCode {
  return validateAuthorizationResponse(new URLSearchParams(query), transaction, options)
}

function refusalOf(query: string): unknown {
  try {
    return validate(query)
  } catch (error) {
    return error
  }
}
