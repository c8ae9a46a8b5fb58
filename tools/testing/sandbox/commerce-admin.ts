/** The web app of a sandbox that speaks plain HTTP. */
export const commerceAdmin = {
  credential: 'web-app',
  clientId: 'commerce-admin',
  clientSecret: 'commerce-admin-secret',
  redirectUri: 'http://localhost:3002/auth/callback',
  scopes: 'AdobeID,openid,email,profile,commerce.accs,offline_access',
} as const
