/** The name by which a trust store lists the authority. */
export const authorityName = 'Mudbrick local development CA'

/** A name that a certificate is for, and what its authority may vouch for with it. */
export interface CertifiedName {
  readonly type: 'dns' | 'ip'
  readonly value: string
  readonly permitted: string
}

/** What the certificate is for, and all that its authority may ever vouch for. */
export const loopbackNames: readonly CertifiedName[] = [
  { type: 'dns', value: 'localhost', permitted: 'localhost' },
  { type: 'ip', value: '127.0.0.1', permitted: '127.0.0.1/32' },
  { type: 'ip', value: '::1', permitted: '::1/128' },
]
