import { startAuthorization } from '@mudbrick/ims'
import { parseReturnTo } from './return-to.ts'
import type { SessionContext } from './session-context.ts'
import type { SignInOptions } from './sign-in-options.ts'

/** Prepares a sign-in, keeps what its answer will be checked against, and gives the way to IMS. */
export async function startSignIn(
  { ims, page, pendingSignIns }: SessionContext,
  options: SignInOptions,
): Promise<URL> {
  const address = page.getAddress()
  const wanted = options.returnTo ?? presentPath(address, ims.redirectUri)
  const returnTo = parseReturnTo(wanted, address.origin)
  const { url, transaction } = await startAuthorization(ims, options)
  pendingSignIns.add({ transaction, returnTo })
  return url
}

function presentPath({ pathname, search, hash }: URL, redirectUri: string): string {
  // Whoever signs in again on the redirect page does not want to end there.
  const isRedirectPage = pathname === new URL(redirectUri).pathname
  // A path such as //a is real here, and elsewhere taken for an origin.
  return isRedirectPage || pathname.startsWith('//') ? '/' : pathname + search + hash
}
