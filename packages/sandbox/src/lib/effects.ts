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

/** The SHA-256 hash of a text in UTF-8; at once where the platform can. */
export type Sha256 = (text: string) => Uint8Array | Promise<Uint8Array>

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
export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    // Beyond the end there is nothing, which counts as zero.
    const bits = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8) | at(bytes, index + 2)
    text += `${base64UrlPairs[bits >> 12]}${base64UrlPairs[bits & 0xfff]}`
  }
  return text.slice(0, Math.ceil((bytes.length * 4) / 3))
}

/** A text as UTF-8 in the URL-safe alphabet. */
export function encodeBase64Url(text: string): string {
  return toBase64Url(encoder.encode(text))
}

function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

const encoder = new TextEncoder()

// Two digits at a time: every token is made of a few hundred of them.
const base64UrlPairs = listPairs('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
const hexPairs = listPairs('0123456789abcdef')

function listPairs(digits: string): readonly string[] {
  const single = digits.split('')
  return single.flatMap((first) => single.map((second) => first + second))
}
