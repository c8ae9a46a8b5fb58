import type { PopupStandInOptions } from '../popup-stand-ins.ts'
import type { SignInOptions } from '../session.ts'
import type { SignOutOptions } from '../session.ts'

/** A sign-in or sign-out that the components under test have asked for. */
export type FakeSessionCall =
  | { readonly name: 'signIn'; readonly options: SignInOptions }
  | { readonly name: 'signInWithPopup'; readonly options: PopupStandInOptions }
  | { readonly name: 'finishSignIn' }
  | { readonly name: 'signOut'; readonly options: SignOutOptions }
