import * as client from 'openid-client'
const config = await client.discovery(new URL('https://ims-na1.adobelogin.com/ims/.well-known/openid-configuration'), process.env.IMS_ID!, process.env.IMS_SECRET)
export async function start() {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const url = client.buildAuthorizationUrl(config, { redirect_uri: process.env.IMS_CALLBACK!, scope: 'openid AdobeID', state, code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' })
  return { url, verifier, state }
}
export const finish = (here: URL, checks: { verifier: string; state: string }) => client.authorizationCodeGrant(config, here, { pkceCodeVerifier: checks.verifier, expectedState: checks.state })
