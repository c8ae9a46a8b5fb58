export const environment = {
  production: false,
  ims: {
    authority: 'https://ims-na1.adobelogin.com',
    clientId: '0b6ef4a9d2c34f1e8a7755cc01d9e8b2',
    redirectUri: 'https://localhost:4200/signed-in',
    scope: 'openid,AdobeID,profile',
  },
}
