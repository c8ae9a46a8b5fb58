import { createFormBrowser } from '@mudbrick/testing/form-browser'
import { createRemoteJWKSet, customFetch as joseFetch, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'

const redirectUri = 'https://localhost:3001/callback'

/** A client that we did not write, through the whole flow. */
describe('oauth4webapi as a client of the sandbox', () => {
  it('signs ada in, reads userinfo and revokes the token', async () => {
    const sandbox = await createSandbox()
    const options = {
      [oauth.customFetch]: (url: string, init: unknown) => sandbox.fetch(url, init as RequestInit),
    }
    const issuer = new URL(sandbox.origins.ims)
    const discovery = await sandbox.fetch(`${issuer.origin}/ims/.well-known/openid-configuration`)
    const server = await oauth.processDiscoveryResponse(issuer, discovery)
    const client: oauth.Client = { client_id: 'wknd-spa' }

    const codeVerifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const nonce = oauth.generateRandomNonce()
    const authorizationUrl = new URL(server.authorization_endpoint ?? '')
    authorizationUrl.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'AdobeID,openid,aem.fragments.management',
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).toString()

    const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
    const signIn = await browser.open(authorizationUrl)
    const consent = await browser.submit(signIn, { email: 'ada@wknd.test', password: 'mudbrick' })
    const callback = await browser.submit(consent, { decision: 'allow' })
    expect(callback.url.origin + callback.url.pathname).toBe(redirectUri)

    const parameters = oauth.validateAuthResponse(server, client, callback.url, state)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      redirectUri,
      codeVerifier,
      options,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    expect(tokens.token_type).toBe('bearer')
    expect(tokens.expires_in).toBe(86_399)

    const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ''), {
      [joseFetch]: (url, init) => sandbox.fetch(url, init),
    })
    await expect(jwtVerify(tokens.id_token ?? '', keys)).resolves.toBeDefined()

    const claims = oauth.getValidatedIdTokenClaims(tokens)
    const userinfo = await oauth.processUserInfoResponse(
      server,
      client,
      claims?.sub ?? '',
      await oauth.userInfoRequest(server, client, tokens.access_token, options),
    )
    expect(userinfo).toMatchObject({
      name: 'Ada Auster',
      email: 'ada@wknd.test',
      email_verified: true,
    })

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, oauth.None(), tokens.access_token, options),
    )
    const refused = await sandbox.fetch(server.userinfo_endpoint ?? '', {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(refused.status).toBe(401)
  })
})
