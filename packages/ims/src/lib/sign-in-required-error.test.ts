import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SignInRequiredError } from './sign-in-required-error.ts'

describe('SignInRequiredError', () => {
  it('says what to do', () => {
    expect(new SignInRequiredError('no_session')).toMatchObject({
      name: 'SignInRequiredError',
      code: 'no_session',
      needsInteraction: true,
      retryable: false,
      message: 'No user is signed in, or the session has ended: sign the user in again.',
    })
  })

  it('names the scope to ask for', () => {
    const error = new SignInRequiredError('insufficient_scope', { scope: 'aem.folders' })
    expect(error.scope).toBe('aem.folders')
    expect(error.message).toBe(
      'The session lacks the scope that is needed (aem.folders): sign the user in again.',
    )
  })

  it('keeps its cause', () => {
    const cause = new Error('invalid_grant')
    expect(new SignInRequiredError('refresh_rejected', { cause }).cause).toBe(cause)
  })

  it('shows nothing but code, scope and message', () => {
    const options = { scope: 'openid', accessToken: 'fake-access-token' }
    const error = new SignInRequiredError('no_session', options)
    expect(String(error) + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})
