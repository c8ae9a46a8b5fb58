import { randomUUID } from 'node:crypto'
import { createPkce } from './pkce.ts'
export function start(redirectUri: string) {
  const { codeVerifier, codeChallenge, codeChallengeMethod } = createPkce()
  const state = randomUUID()
  const query = new URLSearchParams({ client_id: 'f3b3c4d5e6f70819a2b3c4d5e6f70819', response_type: 'code', scope: 'openid,AdobeID', redirect_uri: redirectUri, state, code_challenge: codeChallenge, code_challenge_method: codeChallengeMethod })
  return { url: `https://ims-na1.adobelogin.com/ims/authorize/v2?${query}`, codeVerifier, state }
}
