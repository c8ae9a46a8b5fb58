import { afterAll } from 'vitest'

import { serveWkndSpa } from './world.ts'

const ims = 'https://ims-na1.adobelogin.com/ims'

// The application as it goes to production: it knows only Adobe's own hosts.
const spa = await serveWkndSpa({
  REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT: `${ims}/authorize/v2`,
  REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: `${ims}/token/v3`,
  REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT: `${ims}/userinfo/v2`,
  REACT_APP_AEM_ASSET_HOSTNAME: 'https://author-p1-e1.adobeaemcloud.com',
})
afterAll(() => spa.close())

process.env['APP'] = spa.origin
await import('./readme-example.ts')
