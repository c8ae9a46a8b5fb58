import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { clientSecretBasic, clientSecretPost, publicClient } from './client-authentication.ts'

describe('RFC 6749 §2.3.1 client authentication', () => {
  it('sends the Basic credentials of the RFC’s example', () => {
    const headers = new Headers()
    clientSecretBasic('s6BhdRkqt3', '7Fjfp0ZBr1KtDRbnfVdmIw').authenticate(
      new URLSearchParams(),
      headers,
    )
    expect(headers.get('authorization')).toBe('Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3')
  })

  it('form-encodes id and secret before Basic', () => {
    const headers = new Headers()
    clientSecretBasic('a:b', 'p w%ü').authenticate(new URLSearchParams(), headers)
    const expected = Buffer.from('a%3Ab:p+w%25%C3%BC').toString('base64')
    expect(headers.get('authorization')).toBe(`Basic ${expected}`)
  })

  it('sends the secret in the body where it is told to', () => {
    const parameters = new URLSearchParams()
    clientSecretPost('client-id-123', 'fake-secret').authenticate(parameters, new Headers())
    expect(parameters.toString()).toBe('client_id=client-id-123&client_secret=fake-secret')
  })

  it('shows no secret', () => {
    const both = [clientSecretBasic('id', 'fake-secret'), clientSecretPost('id', 'fake-secret')]
    expect(inspect(both) + JSON.stringify(both)).not.toContain('fake-secret')
  })
})

describe('RFC 6749 §3.2.1 public client', () => {
  it('names itself in the body, with no header, so that a browser sends no preflight', () => {
    const parameters = new URLSearchParams()
    const headers = new Headers()
    publicClient('client-id-123').authenticate(parameters, headers)
    expect(parameters.toString()).toBe('client_id=client-id-123')
    expect([...headers]).toEqual([])
  })
})
