/** Tells the time to the whole sandbox: tokens, codes and cookies expire by it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Fills identifiers, codes and keys of the sandbox. */
export interface Randomness {
  /** That many unpredictable bytes. */
  bytes(length: number): Uint8Array
}

/** An identifier of 32 hexadecimal digits. */
export function generateId(randomness: Randomness): string {
  return toHex(randomness.bytes(16))
}

/** A random UUID (RFC 9562 §5.4). */
export function generateUuid(randomness: Randomness): string {
  const bytes = randomness.bytes(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A URL-safe secret of 256 bits. */
export function generateSecret(randomness: Randomness): string {
  return toBase64Url(randomness.bytes(32))
}

/** Bytes in the URL-safe alphabet, without padding (RFC 4648 §5). */
export function toBase64Url({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64url')
}

/** A text as UTF-8 in the URL-safe alphabet. */
export function encodeBase64Url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function toHex({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
