export { createSession, isSignInError } from '@mudbrick/browser'
export { signInWithPopup } from '@mudbrick/browser/popup'
export { exchangeAuthCodeForToken } from '@mudbrick/browser/redirect'
export { createImsClient } from '@mudbrick/ims'
