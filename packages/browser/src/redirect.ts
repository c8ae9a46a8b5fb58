export type { Clock } from '@mudbrick/http'
export {
  exchangeAuthCodeForToken,
  type ExchangeAuthCodeForTokenOptions,
} from './lib/exchange-auth-code-for-token.ts'
export type { PageChannel, RedirectPage } from './lib/page.ts'
export type { RedirectExplanation } from './lib/redirect-explanation.ts'
