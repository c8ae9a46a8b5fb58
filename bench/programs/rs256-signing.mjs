// @ts-check
import { importJWK, SignJWT } from 'jose'

import { announce } from '../lib/serve.mjs'
import { readSigningKey } from '../lib/signing-key.mjs'

const key = await importJWK(readSigningKey(), 'RS256')
// As long as an access token of IMS.
const claims = { id: 'f'.repeat(32), scope: 'openid,AdobeID', user_id: 'a'.repeat(49) }

// No server: only what a server that signs one token for each answer cannot do without.
announce('', async ({ seconds }) => {
  const end = performance.now() + seconds * 1000
  let count = 0
  const sign = async () => {
    while (performance.now() < end) {
      await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'bench' }).sign(key)
      count += 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, sign))
  return { count }
})
