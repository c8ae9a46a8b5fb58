import { describe, expect, it } from 'vitest'

import { createFiles } from './files.mjs'

const credential = { clientId: 'client-id-123', scopes: 'AdobeID', environment: 'production' }
const standalone = 'export {}'

describe('createFiles()', () => {
  it('shows the page at the root', () => {
    const files = createFiles(credential, standalone)
    expect(files.get('/')?.body).toEqual(files.get('/index.html')?.body)
  })

  it('has what the page imports', () => {
    expect([...createFiles(credential, standalone).keys()]).toEqual(
      expect.arrayContaining(['/standalone.js', '/configuration.js', '/redirect.html']),
    )
  })

  it('tells the page of its credential', () => {
    expect(createFiles(credential, standalone).get('/configuration.js')?.body).toBe(
      'export const configuration = {"clientId":"client-id-123","scopes":"AdobeID","environment":"production"}\n',
    )
  })

  it.each([
    ['production', 'https://ims-na1.adobelogin.com'],
    ['stage', 'https://ims-na1-stg1.adobelogin.com'],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443'],
  ])('lets the page of %s ask %s, and runs its own scripts only', (environment, origin) => {
    const { headers } = createFiles({ ...credential, environment }, standalone).get('/') ?? {}
    const policy = headers?.['content-security-policy']?.split('; ')
    expect(policy).toContain(`connect-src 'self' ${origin}`)
    expect(policy).toContain("script-src 'self'")
  })

  it('refuses an invalid environment', () => {
    expect(() => createFiles({ ...credential, environment: 'prod' }, standalone)).toThrow(
      'EXPRESS_IMS is prod',
    )
  })
})
