export async function renew(kept) {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: kept.refreshToken, client_id: process.env.ID, client_secret: process.env.SECRET }) })
  const { access_token, refresh_token = kept.refreshToken, expires_in } = await r.json()
  Object.assign(kept, { accessToken: access_token, refreshToken: refresh_token, expiresAt: Date.now() + 1000 * expires_in })
}
