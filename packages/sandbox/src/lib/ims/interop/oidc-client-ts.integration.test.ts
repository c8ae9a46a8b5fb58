import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import {
  InMemoryWebStorage,
  OidcClient,
  type OidcClientSettings,
  WebStorageStateStore,
} from 'oidc-client-ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

/** It takes no fetch of its own, so it gets the sandbox in the place of the global one. */
describe('oidc-client-ts', () => {
  let sandbox: Sandbox
  beforeEach(async () => {
    sandbox = await createSandbox()
    vi.stubGlobal('fetch', sandbox.fetch)
  })
  afterEach(() => vi.unstubAllGlobals())

  it('signs in with a single-page app: metadata, PKCE, state, ID token, userinfo', async () => {
    const response = await signIn(sandbox, {
      client_id: 'wknd-spa',
      redirect_uri: 'https://localhost:3001/callback',
      scope: 'openid AdobeID email profile',
    })
    expect(response.profile).toMatchObject({ email: 'ada@wknd.test', name: 'Ada Auster' })
  })

  it('signs in with a web app and refreshes', async () => {
    const response = await signIn(sandbox, webApp)
    const renewed = await createClient(sandbox, webApp).useRefreshToken({
      state: {
        refresh_token: response.refresh_token ?? '',
        id_token: response.id_token ?? '',
        session_state: null,
        scope: webApp.scope,
        profile: response.profile,
      },
    })
    expect(renewed.refresh_token).not.toBe(response.refresh_token)
  })

  it('takes the empty answer of a revocation', async () => {
    const { access_token: accessToken } = await signIn(sandbox, webApp)
    const client = createClient(sandbox, webApp)
    await client.revokeToken(accessToken, 'access_token')
    const userinfo = await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(userinfo.status).toBe(401)
  })
})

const webApp = {
  client_id: 'commerce-admin',
  client_secret: 'commerce-admin-secret',
  redirect_uri: 'https://localhost:3002/auth/callback',
  scope: 'openid AdobeID email profile offline_access',
}

type Settings = Pick<OidcClientSettings, 'client_id' | 'client_secret' | 'redirect_uri' | 'scope'>

function createClient(sandbox: Sandbox, settings: Settings): OidcClient {
  return new OidcClient({
    ...settings,
    authority: sandbox.origins.ims,
    metadataUrl: `${sandbox.origins.ims}/ims/.well-known/openid-configuration`,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    loadUserInfo: true,
  })
}

async function signIn(sandbox: Sandbox, settings: Settings) {
  const client = createClient(sandbox, settings)
  const { url } = await client.createSigninRequest({})
  const request = Object.fromEntries(new URL(url).searchParams)
  const callback = await createSandboxUser(sandbox).authorize({ state: undefined, ...request })
  return client.processSigninResponse(callback.url.href)
}
