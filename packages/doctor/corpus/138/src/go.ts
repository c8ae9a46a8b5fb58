import { PKCE } from './consts'
const text = (n: number) => Array.from(crypto.getRandomValues(new Uint8Array(n)), (b) => b.toString(16).padStart(2, '0')).join('')

export function go(): void {
  const verifier = text(PKCE.length)
  const state = text(16)
  sessionStorage.setItem('s', JSON.stringify({ verifier, state }))
  const q = new URLSearchParams({
    client_id: 'e3b3c4d5e6f70819a2b3c4d5e6f70819', redirect_uri: `${location.origin}/cb`, response_type: 'code',
    scope: 'openid,AdobeID', state, code_challenge: verifier, code_challenge_method: PKCE.method,
  })
  location.href = `https://ims-na1.adobelogin.com/ims/authorize/v2?${q}`
}
