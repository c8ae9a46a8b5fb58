import { createSession } from '@mudbrick/browser'
import { createImsClient } from '@mudbrick/ims'

const aemOrigin = import.meta.env.VITE_AEM_ORIGIN
const ims = createImsClient({
  credential: 'single-page-app',
  clientId: import.meta.env.VITE_IMS_CLIENT_ID,
  redirectUri: import.meta.env.VITE_REDIRECT_URI,
  scopes: import.meta.env.VITE_IMS_SCOPES.split(','),
})
export const session = createSession({ ims, allowedOrigins: [aemOrigin] })
