export async function exchange(code: string, state: string): Promise<{ access_token: string }> {
  const kept = JSON.parse(sessionStorage.getItem('ims') ?? '{}')
  if (kept.state !== state) throw new Error('This sign-in was not started here.')
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'a3b3c4d5e6f70819a2b3c4d5e6f70819', code, code_verifier: kept.verifier }),
  })
  return r.json()
}
