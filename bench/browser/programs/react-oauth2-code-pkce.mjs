// @ts-check
import { createElement, useContext, useEffect } from 'react'
import { AuthContext, AuthProvider } from 'react-oauth2-code-pkce'

/** @type {import('react-oauth2-code-pkce').IAuthContext} */
let context

/** @param {(element: import('react').ReactNode) => void} render */
export const mount = (render) => {
  const props = { authConfig, children: createElement(Keeper) }
  render(createElement(AuthProvider, props))
}

const authConfig = {
  clientId: CLIENT_ID,
  authorizationEndpoint: `${AUTHORITY}/authorize`,
  tokenEndpoint: `${AUTHORITY}/token`,
  logoutEndpoint: `${AUTHORITY}/logout`,
  redirectUri: REDIRECT_URI,
  scope: 'openid profile offline_access',
  autoLogin: false,
  decodeToken: false,
}

/** Keeps what the provider gives where the functions below find it. */
function Keeper() {
  const provided = useContext(AuthContext)
  useEffect(() => {
    context = provided
  })
  return null
}

export const login = async () => context.logIn(crypto.randomUUID())
// The provider does it when it is mounted on the redirect page.
export const callback = async () => {
  while (!context.token) await new Promise((resolve) => setTimeout(resolve, 5))
}
export const token = async () => context.token
export const refresh = async () => context.refreshAccessToken()
export const logout = async () => context.logOut()
