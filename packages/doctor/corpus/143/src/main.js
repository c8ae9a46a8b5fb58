import { codeChallenge } from './challenge.js'
const hex = (n) => [...crypto.getRandomValues(new Uint8Array(n))].map((b) => b.toString(16).padStart(2, '0')).join('')
export async function signIn() {
  const codeVerifier = hex(32)
  const state = hex(16)
  sessionStorage.setItem('ims', JSON.stringify({ codeVerifier, state }))
  const url = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
  url.search = String(new URLSearchParams({ client_id: '14b3c4d5e6f70819a2b3c4d5e6f70819', redirect_uri: location.origin + '/', response_type: 'code', scope: 'openid,AdobeID', state, code_challenge: await codeChallenge(codeVerifier), code_challenge_method: 'S256' }))
  location.href = url
}
