/** The address at which the server sends the user to Adobe IMS, and from there back to where they are. */
export function createSignInHref(): string {
  const { pathname, search } = window.location
  return `/auth/sign-in?returnTo=${encodeURIComponent(pathname + search)}`
}
