import { inspect } from 'node:util'
import { isMudbrickError } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { AccessTokenError } from './access-token-error.ts'

describe('AccessTokenError', () => {
  it.each([
    ['token_missing', 401, 'Bearer'],
    ['token_invalid', 401, 'Bearer error="invalid_token"'],
    ['token_expired', 401, 'Bearer error="invalid_token"'],
    ['key_unknown', 401, 'Bearer error="invalid_token"'],
    ['wrong_client', 401, 'Bearer error="invalid_token"'],
    ['wrong_organization', 403, 'Bearer error="insufficient_scope"'],
    ['insufficient_scope', 403, 'Bearer error="insufficient_scope"'],
  ] as const)('of %s is answered with %d, as RFC 6750 §3.1 says', (code, status, challenge) => {
    expect(new AccessTokenError(code)).toMatchObject({ status, challenge })
  })

  it('names the scope that is missing', () => {
    const error = new AccessTokenError('insufficient_scope', { scope: 'commerce.accs' })
    expect(error.message).toBe(
      'The request brings an access token that lacks a scope: ask for it at the sign-in (commerce.accs).',
    )
    expect(error.challenge).toBe('Bearer error="insufficient_scope", scope="commerce.accs"')
  })

  it('is recognised across copies of the package, and shows where it came from', () => {
    const error = new AccessTokenError('token_invalid', { cause: new Error('why') })
    expect(isMudbrickError(error)).toBe(true)
    expect(inspect(error)).toContain('why')
  })
})
