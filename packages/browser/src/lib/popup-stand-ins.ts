import type { StartAuthorizationOptions } from '@mudbrick/ims'
import type { Session, SignInResult } from './session.ts'

/** Signs in where a window would have been opened. */
export type PopupStandIn = (options?: PopupStandInOptions) => Promise<SignInResult>

/** What a sign-in in a window was asked to be. */
export type PopupStandInOptions = Pick<StartAuthorizationOptions, 'locale' | 'prompt' | 'signal'>

/** The sessions that open no window: those of tests. */
export const popupStandIns: WeakMap<Session, PopupStandIn> = new WeakMap()
