// @ts-check
import Keycloak from 'keycloak-js'

const keycloak = new Keycloak({
  clientId: CLIENT_ID,
  oidcProvider: {
    authorization_endpoint: `${AUTHORITY}/authorize`,
    token_endpoint: `${AUTHORITY}/token`,
    end_session_endpoint: `${AUTHORITY}/logout`,
  },
})
/** @type {Promise<boolean> | undefined} */
let opening
const open = () => (opening ??= keycloak.init({ checkLoginIframe: false, responseMode: 'query' }))

export const login = async () => {
  await open()
  await keycloak.login({ redirectUri: REDIRECT_URI, scope: 'profile offline_access' })
}
export const callback = () => open()
export const token = async () => {
  await keycloak.updateToken(60)
  return keycloak.token
}
export const refresh = async () => {
  await keycloak.updateToken(-1)
  return keycloak.token
}
export const logout = () => keycloak.logout()
