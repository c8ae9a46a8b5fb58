import 'dotenv/config'
import Fastify from 'fastify'
import { randomBytes } from 'node:crypto'

const app = Fastify({ https: true })
app.get('/login', (request, reply) => {
  const state = randomBytes(16).toString('base64url')
  request.session.set('state', state)
  const query = new URLSearchParams({ client_id: process.env.ADOBE_CLIENT_ID, redirect_uri: process.env.ADOBE_REDIRECT_URI, scope: process.env.ADOBE_SCOPES, response_type: 'code', state })
  return reply.redirect(`https://ims-na1.adobelogin.com/ims/authorize/v2?${query}`)
})
app.listen({ port: Number(process.env.PORT) })
