export async function exchange(p: URLSearchParams): Promise<{ access_token: string; expires_in: number }> {
  const kept = JSON.parse(sessionStorage.getItem('ims') ?? '{}')
  if (p.get('state') !== kept.state) throw new Error('Start again.')
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', client_id: '9a1c3d4e5f60718293a4b5c6d7e8f901', code: p.get('code') ?? '', code_verifier: kept.verifier }) })
  return r.json()
}
