import { describe, expect, it } from 'vitest'

import { findFlaw } from './certificate-flaw.ts'
import { createAuthority, issueCertificate, signServerCertificate } from './issue-certificate.ts'

const now = Date.parse('2026-06-01T12:00:00Z')

describe('findFlaw()', () => {
  it('finds none in a certificate as it is issued', async () => {
    expect(findFlaw(await issueCertificate(now), now)).toBeUndefined()
  })

  it('misses an address of this computer', async () => {
    const authority = await createAuthority(now)
    const signed = await signServerCertificate(authority, [{ type: 'dns', value: 'localhost' }])

    expect(findFlaw({ ca: authority.certificate.toString('pem'), ...signed }, now)).toBe(
      'did not name all addresses of this computer',
    )
  })
})
