export async function requestToken(code: string, code_verifier: string) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier, client_id: 'b3b3c4d5e6f70819a2b3c4d5e6f70819' })
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body })
  return (await r.json()) as { access_token: string; expires_in: number }
}
