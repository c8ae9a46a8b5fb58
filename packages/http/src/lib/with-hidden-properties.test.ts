import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { withHiddenProperties } from './with-hidden-properties.ts'

describe('withHiddenProperties()', () => {
  const object = withHiddenProperties({ scope: 'openid' }, { accessToken: 'fake-access-token' })

  it('returns the secret when it is read by name', () => {
    expect(object.accessToken).toBe('fake-access-token')
  })

  it('keeps the secret out of JSON', () => {
    expect(JSON.stringify(object)).toBe('{"scope":"openid"}')
  })

  it('keeps the secret out of what console.log shows', () => {
    expect(inspect(object)).toBe("{ scope: 'openid' }")
  })

  it('keeps the secret out of copies', () => {
    expect({ ...object }).toEqual({ scope: 'openid' })
  })

  it('cannot be changed', () => {
    expect(Object.isFrozen(object)).toBe(true)
  })
})
