import { pkce } from './pkce.js'
export async function login() {
  const { challenge, state } = await pkce()
  const params = new URLSearchParams({
    client_id: '5a1c3d4e5f60718293a4b5c6d7e8f901',
    redirect_uri: encodeURIComponent(`${location.origin}/callback`),
    response_type: 'code',
    scope: 'openid,AdobeID',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  location.assign(`https://ims-na1.adobelogin.com/ims/authorize/v2?${params}`)
}
