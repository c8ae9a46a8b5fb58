import type { RedirectUriFallback } from '@mudbrick/ims'

/** How a sign-in ended. */
export interface SignInResult {
  /** Where in this app the user wants to go: a path. */
  readonly returnTo: string
  /** Tells that IMS did not answer at the redirect URI that was asked for: register that one. */
  readonly redirectUriFallback: RedirectUriFallback | undefined
}
