import { UserManager, InMemoryWebStorage, WebStorageStateStore } from 'oidc-client-ts'

export const users = new UserManager({
  authority: import.meta.env.VITE_IMS_ORIGIN,
  metadataUrl: `${import.meta.env.VITE_IMS_ORIGIN}/ims/.well-known/openid-configuration`,
  client_id: import.meta.env.VITE_IMS_CLIENT_ID,
  redirect_uri: import.meta.env.VITE_REDIRECT_URI,
  scope: import.meta.env.VITE_IMS_SCOPES.replaceAll(',', ' '),
  response_type: 'code',
  userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
})
