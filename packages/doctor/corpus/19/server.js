import { randomBytes } from 'node:crypto'
import express from 'express'
import session from 'express-session'

const app = express()
app.use(session({ secret: process.env.SESSION_KEY, resave: false, saveUninitialized: false }))
const basic = Buffer.from(`${process.env.IMS_CLIENT_ID}:${process.env.IMS_CLIENT_SECRET}`).toString('base64')
const tokenEndpoint = 'https://ims-na1.adobelogin.com/ims/token/v3'

app.get('/auth', (request, response) => {
  const state = randomBytes(16).toString('hex')
  const nonce = randomBytes(16).toString('hex')
  request.session.pending = { state, nonce }
  const url = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
  url.searchParams.set('client_id', process.env.IMS_CLIENT_ID)
  url.searchParams.set('redirect_uri', process.env.IMS_REDIRECT_URI)
  url.searchParams.set('scope', process.env.IMS_SCOPES)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('state', state)
  url.searchParams.set('nonce', nonce)
  response.redirect(url.href)
})

app.get('/auth/callback', async (request, response) => {
  const { pending } = request.session
  if (pending?.state !== request.query.state) return response.status(400).send('Start again.')
  const answer = await ask({ grant_type: 'authorization_code', code: request.query.code })
  const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1], 'base64url'))
  if (claims.nonce !== pending.nonce) return response.status(400).send('Start again.')
  remember(request.session, answer)
  response.redirect('/')
})

async function refresh(kept) {
  const answer = await ask({ grant_type: 'refresh_token', refresh_token: kept.refreshToken })
  remember(kept, answer)
}

function remember(kept, answer) {
  kept.accessToken = answer.access_token
  kept.refreshToken = answer.refresh_token
  kept.expiresAt = Date.now() + answer.expires_in * 1000
}

async function ask(form) {
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  })
  if (!response.ok) throw new Error(`IMS answered ${response.status}`)
  return response.json()
}

app.get('/products', async (request, response) => {
  const kept = request.session
  if (kept.expiresAt < Date.now() + 60_000) await refresh(kept)
  const answer = await fetch(`${process.env.COMMERCE_BASE_URL}/V1/products?searchCriteria[pageSize]=10`, {
    headers: { Authorization: `Bearer ${kept.accessToken}` },
  })
  response.status(answer.status).json(await answer.json())
})

app.listen(3000)
