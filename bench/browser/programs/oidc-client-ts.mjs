// @ts-check
import { UserManager } from 'oidc-client-ts'

const manager = new UserManager({
  authority: AUTHORITY,
  client_id: CLIENT_ID,
  redirect_uri: REDIRECT_URI,
  scope: 'openid profile offline_access',
})

export const login = () => manager.signinRedirect()
export const callback = () => manager.signinCallback()
export const token = async () => (await manager.getUser())?.access_token
export const refresh = async () => (await manager.signinSilent())?.access_token
export const logout = () => manager.signoutRedirect()
