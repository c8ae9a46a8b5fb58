import { createHash } from 'node:crypto'

import type { Sha256 } from '../effects.ts'

/** At once: WebCrypto hands every text to another thread, which takes far longer than the hash. */
export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest()
