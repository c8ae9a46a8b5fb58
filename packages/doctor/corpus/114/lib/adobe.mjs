import { randomUUID } from 'node:crypto'

export function loginAddress(ctx) {
  const state = randomUUID()
  ctx.session.state = state
  const p = new URLSearchParams()
  p.set('client_id', process.env.ADOBE_CLIENT_ID)
  p.set('redirect_url', process.env.ADOBE_CALLBACK)
  p.set('scope', 'openid,AdobeID,email')
  p.set('response_type', 'code')
  p.set('state', state)
  return 'https://ims-na1.adobelogin.com/ims/authorize/v2?' + p
}
