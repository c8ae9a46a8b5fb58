export function googleUrl() {
  const u = new URL('https://accounts.google.com/o/oauth2/v2/auth')
  u.searchParams.set('client_id', process.env.GOOGLE_CLIENT_ID!)
  u.searchParams.set('redirect_uri', process.env.GOOGLE_REDIRECT_URI!)
  u.searchParams.set('response_type', 'token')
  u.searchParams.set('scope', process.env.GOOGLE_SCOPES!)
  return u.href
}
export async function googleToken(code: string) {
  const r = await fetch('https://oauth2.googleapis.com/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, client_secret: process.env.GOOGLE_CLIENT_SECRET }) })
  const t = await r.json()
  return Date.now() + t.expires_in
}
