import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { randomBytes } from 'node:crypto'
const app = new Hono()
app.get('/login', (c) => {
  const state = randomBytes(16).toString('hex')
  setCookie(c, 'state', state, { httpOnly: true, secure: true })
  const q = new URLSearchParams({ client_id: process.env.IMS_CLIENT_ID!, redirect_uri: process.env.IMS_REDIRECT_URI!, response_type: 'code', scope: 'openid,AdobeID,offline_access', state, nonce: randomBytes(16).toString('hex') })
  return c.redirect(`https://ims-na1.adobelogin.com/ims/authorize/v2?${q}`)
})
app.get('/callback', async (c) => {
  if (c.req.query('state') !== getCookie(c, 'state')) return c.text('Start again.', 400)
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${process.env.IMS_CLIENT_ID}:${process.env.IMS_CLIENT_SECRET}`).toString('base64')}` }, body: new URLSearchParams({ grant_type: 'authorization_code', code: c.req.query('code') ?? '' }) })
  const { access_token, expires_in } = (await r.json()) as { access_token: string; expires_in: number }
  setCookie(c, 'token', access_token, { httpOnly: true, secure: true, sameSite: 'Lax', maxAge: expires_in })
  return c.redirect('/')
})
serve({ fetch: app.fetch, port: 8787 })
