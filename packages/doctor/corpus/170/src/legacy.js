export async function legacyToken(code) {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v1', { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', client_id: process.env.ID, client_secret: process.env.SECRET, code }) })
  const { access_token, expires_in } = await r.json()
  return { access_token, expiresAt: Date.now() + expires_in * 1000 }
}
