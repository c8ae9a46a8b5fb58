import type { StartAuthorizationOptions } from '@mudbrick/ims'

/** Says how to sign in. */
export interface SignInOptions extends StartAuthorizationOptions {
  /** Where in this app the user goes afterwards: a path. The present one by default. */
  readonly returnTo?: string | undefined
}
