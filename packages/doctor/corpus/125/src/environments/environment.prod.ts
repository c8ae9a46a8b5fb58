export const environment = {
  production: true,
  imsClientId: '62b3c4d5e6f70819a2b3c4d5e6f70819',
  clientSecret: 'p8e-heldOutTwentyOne',
  tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
}
