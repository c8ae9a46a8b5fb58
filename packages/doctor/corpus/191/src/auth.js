import { randomBytes, timingSafeEqual } from 'node:crypto'
const { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env

export function login(req, res) {
  req.session.state = randomBytes(16).toString('hex')
  const u = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
  u.search = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, scope: 'openid,AdobeID,offline_access', response_type: 'code', state: req.session.state }).toString()
  res.redirect(u.toString())
}

export async function callback(req, res) {
  const given = Buffer.from(String(req.query.state)), kept = Buffer.from(String(req.session.state))
  if (given.length !== kept.length || !timingSafeEqual(given, kept)) return res.status(400).send('Start again.')
  const answer = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    headers: { Authorization: 'Basic ' + Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64'), 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `code=${encodeURIComponent(req.query.code)}&grant_type=authorization_code`,
  })
  const tokens = await answer.json()
  req.session.tokens = { ...tokens, expiresAt: Date.now() + tokens.expires_in * 1000 }
  res.redirect('/')
}
