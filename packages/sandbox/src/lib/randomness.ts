import type { Randomness } from './effects.ts'

/**
 * Bytes that follow from a text alone, so that the same requests give the same ids, codes and secrets.
 * They can be foretold from the text: this is for tests, never for secrets that matter.
 *
 * @see https://prng.di.unimi.it/xoshiro128starstar.c
 */
export function createSeededRandomness(text: string): Randomness {
  const next = createXoshiro128(seedWords(text))
  return {
    bytes: (length) => {
      const bytes = new Uint8Array(length)
      for (let index = 0; index < length; index += 4) {
        const word = next()
        for (let part = 0; part < 4; part += 1) bytes[index + part] = word >>> (8 * part)
      }
      return bytes
    },
  }
}

/** Asks a generator for many bytes at a time, which costs about as much as asking for a few. No byte is given twice. */
export function createPooledRandomness(fill: (pool: Uint8Array<ArrayBuffer>) => void): Randomness {
  const pool = new Uint8Array(4096)
  let given = pool.length
  return {
    bytes: (length) => {
      if (length > pool.length) throw new RangeError(`There are at most ${pool.length} bytes.`)
      if (given + length > pool.length) {
        fill(pool)
        given = 0
      }
      const bytes = pool.slice(given, given + length)
      pool.fill(0, given, given + length)
      given += length
      return bytes
    },
  }
}

/** A number from 0 up to, and not including, 1. */
export function generateFraction(randomness: Randomness): number {
  const [a = 0, b = 0, c = 0, d = 0] = randomness.bytes(4)
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32
}

function createXoshiro128([a, b, c, d]: Words): () => number {
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result
  }
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

type Words = [number, number, number, number]

/** Spreads a text over 128 bits: FNV-1a, then the finalizer of MurmurHash3 for each word. */
function seedWords(text: string): Words {
  let hash = 2_166_136_261
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 16_777_619)
  }
  for (const byte of new TextEncoder().encode(text)) mix(byte)
  const word = (number: number): number => {
    mix(number)
    let value = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
    value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35)
    return value ^ (value >>> 16)
  }
  // The generator would stand still if all its words were zero.
  return [word(1), word(2), word(3), word(4) | 1]
}
