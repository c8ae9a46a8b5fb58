export async function requestToken(): Promise<{ access_token: string; expires_in: number }> {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: process.env.ID ?? '', client_secret: process.env.SECRET ?? '', scope: 'openid,AdobeID' }) })
  return r.json()
}
