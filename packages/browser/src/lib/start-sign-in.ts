import { startAuthorization } from '@mudbrick/ims'
import type { PendingSignIn } from './pending-sign-ins.ts'
import { parseReturnTo } from './return-to.ts'
import type { SessionContext } from './session-context.ts'
import type { SignInOptions } from './sign-in-options.ts'

/** Prepares a sign-in, keeps what its answer will be checked against, and gives the way to IMS. */
export async function startSignIn(
  { ims, page, pendingSignIns, returnPaths }: SessionContext,
  options: SignInOptions & Pick<PendingSignIn, 'isPopup'>,
): Promise<URL> {
  const wanted = options.returnTo ?? returnPaths.getDefault()
  const returnTo = parseReturnTo(wanted, page.getAddress().origin)
  const { url, transaction } = await startAuthorization(ims, options)
  pendingSignIns.add({ transaction, returnTo, isPopup: options.isPopup })
  return url
}
