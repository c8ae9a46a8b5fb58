import { randomText, challengeOf } from './pkce'
export async function start() {
  const verifier = randomText(48), state = randomText(16)
  sessionStorage.setItem('ims', JSON.stringify({ verifier, state }))
  const p = new URLSearchParams({ client_id: '26b3c4d5e6f70819a2b3c4d5e6f70819', redirect_uri: 'https://app.contoso.com/auth', response_type: 'code', scope: 'openid,AdobeID', state, code_challenge: await challengeOf(verifier), code_challenge_method: 'S256' })
  location.href = `https://ims-na1.adobelogin.com/ims/authorize/v2?${p}`
}
