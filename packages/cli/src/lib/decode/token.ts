/** A token as far as it can be read without a key. */
export interface Token {
  readonly header: Readonly<Record<string, unknown>>
  /** Undefined where it is encrypted or not JSON. */
  readonly claims: Readonly<Record<string, unknown>> | undefined
  readonly isEncrypted: boolean
  /** What is signed, and the signature, in base64url. */
  readonly signed: string
  readonly signature: string
}

/** Takes a token apart; what cannot be read is empty. */
export function parseToken(text: string): Token {
  const parts = text.split('.')
  const [header = '', payload = '', signature = ''] = parts
  const isEncrypted = parts.length === 5
  return {
    header: parsePart(header) ?? {},
    claims: isEncrypted ? undefined : parsePart(payload),
    isEncrypted,
    signed: `${header}.${payload}`,
    signature,
  }
}

function parsePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}
