import { Hono } from 'hono'
import { STATE } from './const.ts'

export const login = new Hono().get('/login', (c) => {
  const u = new URL('/ims/authorize/v2', 'https://ims-na1.adobelogin.com')
  u.searchParams.set('client_id', process.env.IMS_CLIENT_ID ?? '')
  u.searchParams.set('redirect_uri', process.env.IMS_REDIRECT_URI ?? '')
  u.searchParams.set('response_type', 'code')
  u.searchParams.set('scope', 'openid,AdobeID')
  u.searchParams.set('state', STATE)
  return c.redirect(u.href)
})
