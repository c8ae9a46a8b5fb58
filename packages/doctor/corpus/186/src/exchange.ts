export async function exchange(code: string, state: string) {
  const kept = JSON.parse(sessionStorage.getItem('ims') ?? '{}')
  if (kept.state !== state) throw new Error('Start again.')
  return fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', client_id: '26b3c4d5e6f70819a2b3c4d5e6f70819', code, code_verifier: kept.verifier, redirect_uri: 'https://app.contoso.com/callback' }) })
}
