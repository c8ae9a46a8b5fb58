// @ts-check
import auth from '@adobe/aio-lib-core-auth'

const credentials = {
  clientId: 'wknd-service',
  clientSecret: 'wknd-service-secret',
  orgId: '57AB1E0000000000000000A0@AdobeOrg',
  scopes: ['AdobeID', 'openid'],
}
const token = await auth.generateAccessToken(credentials)
const refusal = await auth
  .generateAccessToken({ ...credentials, clientSecret: 'another' })
  .catch((/** @type {Error} */ error) => error.message)
console.log(JSON.stringify({ token, refusal }))
