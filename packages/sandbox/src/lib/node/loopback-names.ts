/** The name by which a trust store lists the authority. */
export const authorityName = 'Mudbrick local development CA'

/** What the certificate is for, and all that its authority may ever vouch for. */
export const loopbackNames = [
  { type: 'dns', value: 'localhost', permitted: 'localhost' },
  { type: 'ip', value: '127.0.0.1', permitted: '127.0.0.1/32' },
  { type: 'ip', value: '::1', permitted: '::1/128' },
] as const
