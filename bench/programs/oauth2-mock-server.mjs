// @ts-check
import { OAuth2Server } from 'oauth2-mock-server'

import { announce, port } from '../lib/serve.mjs'
import { readSigningKey } from '../lib/signing-key.mjs'

const server = new OAuth2Server()
await server.issuer.keys.add(readSigningKey())
await server.start(port, '127.0.0.1')
const { port: actualPort } = server.address()
announce(`http://127.0.0.1:${actualPort}`)
