import { exchangeAuthCodeForToken } from '@mudbrick/browser/redirect'

await exchangeAuthCodeForToken()
