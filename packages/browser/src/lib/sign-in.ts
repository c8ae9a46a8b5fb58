import { explains } from '@mudbrick/http/explains'
import { explain } from '@mudbrick/http/internal'
import { startAuthorization } from '@mudbrick/ims'
import { RedirectError } from './redirect-error.ts'
import { noteDeparture } from './redirect-handover.ts'
import { parseReturnTo } from './return-paths.ts'
import type { SessionCore } from './session-core.ts'
import { endTransition, setTransition } from './session-state.ts'
import type { SignInOptions } from './session.ts'

/** Leaves for IMS, where the user signs in. */
export async function signIn(core: SessionCore, options: SignInOptions): Promise<void> {
  if (core.page.isEmbedded()) throw new RedirectError('embedded_page')
  setTransition(core, 'signing-in')
  try {
    leave(core, await startSignIn(core, options, false))
  } catch (error) {
    endTransition(core, 'signing-in')
    throw error
  }
}

/** Prepares a sign-in, keeps what its answer will be checked against, and returns the way to IMS. */
export async function startSignIn(
  { ims, page, pendingSignIns, returnPaths }: SessionCore,
  options: SignInOptions,
  isPopup: boolean,
): Promise<URL> {
  const wanted = options.returnTo ?? returnPaths.getDefault()
  const returnTo = parseReturnTo(wanted, page.getAddress().origin)
  const { url, transaction } = await startAuthorization(ims, options)
  pendingSignIns.add({ transaction, returnTo, isPopup })
  return url
}

function leave(core: SessionCore, authorizationUrl: URL): void {
  const { page, pendingSignIns, tabStorage, warn } = core
  const state = authorizationUrl.searchParams.get('state') ?? ''
  if (!pendingSignIns.areKept()) {
    pendingSignIns.take(state)
    throw new RedirectError('storage_unavailable')
  }
  if (core.options.storage === 'memory') {
    warn({ code: 'session_not_kept', message: notKeptMessage, cause: undefined })
  }
  noteDeparture(tabStorage, state, pendingSignIns.find(state)?.returnTo ?? '/')
  const stop = page.onStay(() => {
    stop()
    endTransition(core, 'signing-in')
  })
  page.navigate(authorizationUrl)
}

const notKeptMessage = explain(
  'session_not_kept',
  explains &&
    "storage is 'memory', which ends with the page, and signIn() leaves it: use another storage, or signInWithPopup(), which stays on the page.",
)
