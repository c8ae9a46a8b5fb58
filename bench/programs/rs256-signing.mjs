// @ts-check
import { createPrivateKey, sign } from 'node:crypto'

import { importJWK, SignJWT } from 'jose'

import { announce } from '../lib/serve.mjs'
import { readSigningKey } from '../lib/signing-key.mjs'

// As long as an access token of IMS.
const claims = { id: 'f'.repeat(32), scope: 'openid,AdobeID', user_id: 'a'.repeat(49) }
const header = { alg: 'RS256', kid: 'bench' }

/** @type {Record<string, () => Promise<() => unknown>>} */
const signers = {
  jose: async () => {
    const key = await importJWK(readSigningKey(), 'RS256')
    return () => new SignJWT(claims).setProtectedHeader(header).sign(key)
  },
  'node-crypto': async () => {
    const key = createPrivateKey({ key: readSigningKey(), format: 'jwk' })
    return () => {
      const text = [header, claims].map(encode).join('.')
      return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
    }
  },
}

const createSigner = signers[process.argv[2] ?? 'jose']
if (createSigner === undefined) throw new Error(`There are ${Object.keys(signers).join(', ')}.`)
const signToken = await createSigner()

// No server: only what a server that signs one token for each answer cannot do without.
announce('', async ({ seconds }) => {
  const end = performance.now() + seconds * 1000
  let count = 0
  const repeat = async () => {
    while (performance.now() < end) {
      await signToken()
      count += 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, repeat))
  return { count }
})

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
