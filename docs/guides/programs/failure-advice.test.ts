import { AuthorizationResponseError, NetworkError, SignInRequiredError } from '@mudbrick/ims'
import { describe, expect, it } from 'vitest'
import { adviseOn } from './failure-advice.ts'

describe('docs/guides/programs/failure-advice.ts', () => {
  it('offers to sign in where only the user can help', () => {
    expect(adviseOn(new SignInRequiredError('no_session')).offer).toBe('sign in')
  })

  it('offers to try again where no help is needed', () => {
    const error = new NetworkError({ method: 'GET', url: 'https://api.test/' })
    expect(adviseOn(error)).toEqual({
      offer: 'try again',
      message: 'Adobe cannot be reached. Check the connection.',
    })
  })

  it('offers nothing where consent was refused', () => {
    const error = new AuthorizationResponseError(new URLSearchParams('error=access_denied'))
    expect(adviseOn(error)).toEqual({
      offer: 'nothing',
      message: 'You did not give your consent.',
    })
  })

  it('throws on what is no failure of a session', () => {
    const mistake = new TypeError('undefined is not a function')
    expect(() => adviseOn(mistake)).toThrow(mistake)
  })
})
