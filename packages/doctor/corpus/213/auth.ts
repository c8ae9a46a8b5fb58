import NextAuth from 'next-auth'
export const { handlers, auth } = NextAuth({
  providers: [{
    id: 'adobe', name: 'Adobe', type: 'oidc',
    issuer: 'https://ims-na1.adobelogin.com',
    wellKnown: 'https://ims-na1.adobelogin.com/ims/.well-known/openid-configuration',
    clientId: process.env.AUTH_ADOBE_ID, clientSecret: process.env.AUTH_ADOBE_SECRET,
    authorization: { url: 'https://ims-na1.adobelogin.com/ims/authorize/v2', params: { scope: 'openid AdobeID email profile offline_access' } },
    checks: ['state', 'pkce', 'nonce'],
  }],
})
