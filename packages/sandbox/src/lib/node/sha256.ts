import { createHash, timingSafeEqual } from 'node:crypto'

/** At once: WebCrypto hands every text to another thread, which takes far longer than the hash. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Whether two secrets are the same text, in a time that does not tell how far they agree. */
export function isConstantTimeEqual(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right))
}
