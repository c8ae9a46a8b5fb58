export async function exchange(code: string): Promise<{ access_token: string; expires_in: number }> {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', headers: { authorization: `Basic ${btoa(`${process.env.ID}:${process.env.SECRET}`)}` }, body: new URLSearchParams({ grant_type: 'authorization_code', code }) })
  return r.json()
}
