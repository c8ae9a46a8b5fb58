import { randomUUID } from 'node:crypto'
export function login(req, res) {
  const q = new URLSearchParams({ client_id: process.env.ID, redirect_uri: process.env.CB, scope: 'openid,AdobeID', response_type: 'code', state: randomUUID() })
  res.redirect('https://ims-na1.adobelogin.com/ims/authorize/v2?' + q)
}
