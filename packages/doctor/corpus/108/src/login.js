import { CLIENT_ID, REDIRECT_URI } from './settings/ims.js'
import { challengeOf, randomText } from './pkce.js'

export async function login() {
  const verifier = randomText(64)
  const state = randomText(32)
  sessionStorage.setItem('ims.pkce', JSON.stringify({ verifier, state }))
  const query = new URLSearchParams({
    client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid,AdobeID',
    state, code_challenge: await challengeOf(verifier), code_challenge_method: 'S256',
  })
  location.assign(`https://ims-na1.adobelogin.com/ims/authorize/v2?${query}`)
}
