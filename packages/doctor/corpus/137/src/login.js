import { generateRandomString } from './utils/random'
import { sha256url } from './utils/hash'

export async function login() {
  const codeVerifier = generateRandomString(64)
  sessionStorage.setItem('code_verifier', codeVerifier)
  const state = crypto.randomUUID()
  sessionStorage.setItem('state', state)
  const p = new URLSearchParams({ client_id: 'd3b3c4d5e6f70819a2b3c4d5e6f70819', response_type: 'code', scope: 'openid,AdobeID', redirect_uri: window.location.origin + '/callback', state, code_challenge: await sha256url(codeVerifier), code_challenge_method: 'S256' })
  window.location.assign('https://ims-na1.adobelogin.com/ims/authorize/v2?' + p.toString())
}
