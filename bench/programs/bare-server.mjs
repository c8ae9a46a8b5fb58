// @ts-check
import { createPrivateKey, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { promisify } from 'node:util'

import { announce, port } from '../lib/serve.mjs'
import { readSigningKey } from '../lib/signing-key.mjs'

const key = createPrivateKey({ key: readSigningKey(), format: 'jwk' })

// What no server on Node can do without: it reads the body, signs a token and answers, and checks nothing.
const server = createServer((request, response) => {
  /** @type {Uint8Array[]} */
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    const text = JSON.stringify({ access_token: await createToken(), token_type: 'bearer' })
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': text.length,
    })
    response.end(text)
  })
})
server.listen(port, '127.0.0.1', () => {
  const address = server.address()
  announce(`http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`)
})

async function createToken() {
  const claims = { id: 'f'.repeat(32), scope: 'openid,AdobeID', user_id: 'a'.repeat(49) }
  const text = [{ alg: 'RS256', kid: 'bench' }, claims].map(encode).join('.')
  const signature = await promisify(sign)('sha256', Buffer.from(text), key)
  return `${text}.${signature.toString('base64url')}`
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
