export { PopupError, type PopupErrorCode } from './lib/popup-error.ts'
export type { PopupWindow, PopupWindows } from './lib/popup-windows.ts'
export { signInWithPopup, type SignInWithPopupOptions } from './lib/sign-in-with-popup.ts'
