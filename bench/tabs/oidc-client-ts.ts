import { UserManager, WebStorageStateStore } from 'oidc-client-ts'

import { exposeTab, imsOrigin, moveDate, redirectUri } from '../../e2e/pages/tab-page.ts'

moveDate()

const manager = new UserManager({
  authority: imsOrigin,
  client_id: 'tabs',
  redirect_uri: redirectUri,
  scope: 'openid AdobeID profile offline_access',
  metadata: {
    issuer: imsOrigin,
    authorization_endpoint: `${imsOrigin}/ims/authorize/v2`,
    token_endpoint: `${imsOrigin}/ims/token/v3`,
    userinfo_endpoint: `${imsOrigin}/ims/userinfo/v2`,
  },
  automaticSilentRenew: false,
  userStore: new WebStorageStateStore({ store: localStorage }),
})

exposeTab({
  signIn: () => manager.signinRedirect(),
  finish: () => manager.signinRedirectCallback(),
  getToken: async () => (await manager.getUser())?.access_token ?? '',
  forceToken: async () => (await manager.signinSilent())?.access_token ?? '',
})
