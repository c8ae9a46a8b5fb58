// @ts-check
import { getImsAuthProvider } from '@adobe/aio-commerce-lib-auth'

const provider = getImsAuthProvider({
  clientId: 'wknd-service',
  clientSecrets: ['wknd-service-secret'],
  technicalAccountId: '5E41CE0000000000000000F6@techacct.adobe.com',
  technicalAccountEmail: 'wknd-service@techacct.adobe.com',
  imsOrgId: '57AB1E0000000000000000A0@AdobeOrg',
  scopes: ['AdobeID', 'openid'],
  environment: 'prod',
})
const headers = await provider.getHeaders()
console.log(JSON.stringify({ headers }))
// Its IMS library keeps a connection to its own state open.
process.exit()
