// For pages without a bundler: tools/lib/bundle-standalone.mjs makes standalone.js and standalone.dev.js of this.
export { createImsClient } from '@mudbrick/ims'
export { createSession } from './lib/create-session.ts'
export { exchangeAuthCodeForToken } from './lib/exchange-auth-code-for-token.ts'
export { isSignInError } from './lib/sign-in-error.ts'
export { loadProfile } from './lib/load-profile.ts'
export { signInWithPopup } from './lib/sign-in-with-popup.ts'
