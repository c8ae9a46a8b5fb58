import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'

import { describe, expect, it } from 'vitest'

import { createAuthority, issueCertificate, signServerCertificate } from './issue-certificate.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const dayMs = 24 * 60 * 60 * 1000

describe('issueCertificate()', () => {
  it('names localhost and both loopback addresses', async () => {
    const { certificate } = await issueCertificate(now)

    expect(new X509Certificate(certificate).subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
  })

  it("stays within the 825 days that Apple's systems accept", async () => {
    const { certificate } = await issueCertificate(now)
    const { validFrom, validTo } = new X509Certificate(certificate)

    // Both ends count (RFC 5280 §4.1.2.5).
    expect((Date.parse(validTo) + 1000 - Date.parse(validFrom)) / dayMs).toBe(825)
  })

  it('serves for TLS servers only', async () => {
    const { certificate } = await issueCertificate(now)

    expect(new X509Certificate(certificate).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  it('gives every certificate a serial number of its own, positive and within 20 bytes', async () => {
    const issued = [await issueCertificate(now), await issueCertificate(now)]
    const serials = issued.flatMap(({ ca, certificate }) =>
      [ca, certificate].map((text) => new X509Certificate(text).serialNumber),
    )

    expect([
      new Set(serials).size,
      serials.every((serial) => /^[4-7][\dA-F]{31}$/.test(serial)),
    ]).toEqual([4, true])
  })
})

describe('RFC 5280 §4.2.1.10 name constraints of the authority', () => {
  it('are critical, and permit localhost, 127.0.0.1/32 and ::1/128', async () => {
    const { ca } = await issueCertificate(now)
    const der = new X509Certificate(ca).raw.toString('hex')

    // Written by hand from the ASN.1 of RFC 5280: 2.5.29.30, TRUE, then the permitted subtrees.
    const localhost = `300b8209${Buffer.from('localhost').toString('hex')}`
    const ipv4 = `300a87087f000001${'ff'.repeat(4)}`
    const ipv6 = `30228720${'00'.repeat(15)}01${'ff'.repeat(16)}`
    expect(der).toContain(`0603551d1e0101ff0441303fa03d${localhost}${ipv4}${ipv6}`)
  })

  it.each([
    { type: 'dns', value: 'ims-na1.adobelogin.com' },
    { type: 'ip', value: '127.0.0.2' },
    { type: 'ip', value: '::2' },
  ] as const)('make a certificate for $value worthless', async (name) => {
    const authority = await createAuthority(Date.now())
    const names = [{ type: 'dns', value: 'localhost' } as const, name]
    const { certificate, key } = await signServerCertificate(authority, names)

    expect(await connectToLocalhost(authority.certificate.toString('pem'), certificate, key)).toBe(
      'permitted subtree violation',
    )
  })

  it('leave a certificate for localhost alone', async () => {
    const authority = await createAuthority(Date.now())
    const names = [{ type: 'dns', value: 'localhost' } as const]
    const { certificate, key } = await signServerCertificate(authority, names)

    expect(await connectToLocalhost(authority.certificate.toString('pem'), certificate, key)).toBe(
      'trusted',
    )
  })
})

async function connectToLocalhost(ca: string, cert: string, key: string): Promise<string> {
  const server = createServer({ cert, key }, (socket) => socket.end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect({ host: '127.0.0.1', port, ca, servername: 'localhost' })
  try {
    await once(socket, 'secureConnect')
    return 'trusted'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    socket.destroy()
    server.close()
  }
}
