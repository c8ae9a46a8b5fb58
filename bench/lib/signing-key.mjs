// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

import { exportJWK, generateKeyPair } from 'jose'

const folder = new URL('../.cache/', import.meta.url)
const file = new URL('signing-key.json', folder)

/** The RSA key that every program gets ready-made; `prepareSigningKey()` makes it once. */
export function readSigningKey() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

export async function prepareSigningKey() {
  try {
    return readSigningKey()
  } catch {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    const key = { ...(await exportJWK(privateKey)), kid: 'bench', alg: 'RS256', use: 'sig' }
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(key), { mode: 0o600 })
    return key
  }
}
