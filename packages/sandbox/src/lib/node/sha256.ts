import { createHash } from 'node:crypto'

/** At once: WebCrypto hands every text to another thread, which takes far longer than the hash. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
