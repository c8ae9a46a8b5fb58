import { createHash, timingSafeEqual } from 'node:crypto'

/** At once: WebCrypto hands every text to another thread, which takes far longer than the hash. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Whether two secrets are the same text, in a time that tells at most whether they are of one length. */
export function isConstantTimeEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
