import {
  AuthorizationResponseError,
  classifyTokenFailure,
  finishAuthorization,
  findRedirectUriFallback,
  type ImsGrant,
  isMudbrickError,
  SignInRequiredError,
  TransactionError,
} from '@mudbrick/ims'
import type { PendingSignIn } from './pending-sign-ins.ts'
import { forgetDeparture } from './redirect-handover.ts'
import type { SessionContext } from './session-context.ts'
import type { SessionRecord } from './session-record.ts'
import type { SignInResult } from './sign-in-result.ts'

/**
 * Finishes the sign-in that an authorization response belongs to: checks the response, exchanges its
 * code, and holds the session. Without a response, or with one that has been used, it finds that the
 * user is signed in already, or rejects.
 *
 * @param arrivedAt Where the response arrived, if that is known.
 */
export async function finishSignIn(
  context: SessionContext,
  response: URLSearchParams | undefined,
  arrivedAt?: URL,
): Promise<SignInResult> {
  const { ims, held, siblings, pendingSignIns, returnPaths, tabStorage } = context
  const state = response?.get('state')
  if (response && isErrorWithoutState(response)) return refuseWithError(context, response)
  const pending = pendingSignIns.take(state)
  if (!response || !pending) return findFinishedSignIn(context, state)

  if (!pending.isPopup) forgetDeparture(tabStorage)
  const { transaction, returnTo } = pending
  const signal = held.ending
  const redirectUriFallback = arrivedAt && findRedirectUriFallback(transaction, arrivedAt)
  held.setTransition('signing-in')
  try {
    const grant = await finishAuthorization(ims, response, transaction, { signal })
    siblings.publish(createRecord(grant, pending))
    returnPaths.forget()
  } catch (error) {
    // A sign-out has ended the sign-in, and is not to be undone by trying again.
    signal.throwIfAborted()
    returnPaths.keep(returnTo)
    throw toSignInFailure(error)
  } finally {
    held.endTransition('signing-in')
  }
  // The profile may come later: nobody has to wait for it to use the token.
  context.hooks.loadProfile?.()
  return { returnTo, redirectUriFallback }
}

/** IMS refuses some requests before it reads their state. */
export function isErrorWithoutState(response: URLSearchParams): boolean {
  return response.has('error') && !response.has('state')
}

/** It ends no sign-in, since anybody can write such an address. */
function refuseWithError(
  { pendingSignIns, returnPaths }: SessionContext,
  response: URLSearchParams,
): never {
  const last = pendingSignIns.findLast()
  if (last) returnPaths.keep(last.returnTo)
  throw new AuthorizationResponseError(response)
}

/** A code works once: after an exchange that failed, only a new sign-in helps, even where the failure passes. */
function toSignInFailure(error: unknown): unknown {
  const isFinal =
    !isMudbrickError(error) ||
    error.needsInteraction ||
    error.name === 'AuthorizationResponseError' ||
    classifyTokenFailure(error) === 'misconfigured'
  return isFinal ? error : new SignInRequiredError('exchange_failed', { cause: error })
}

/** The redirect page was opened again: by the back button, a bookmark, or reloading it. */
function findFinishedSignIn(
  { held, pendingSignIns }: SessionContext,
  state: string | null | undefined,
): SignInResult {
  const isSignedIn = held.getAccessToken() !== undefined
  if (isSignedIn && held.record && (state === undefined || state === held.record.state)) {
    return { returnTo: held.record.returnTo, redirectUriFallback: undefined }
  }
  const isOther = state !== undefined && !pendingSignIns.isEmpty()
  throw new TransactionError(isOther ? 'state_mismatch' : 'transaction_missing')
}

function createRecord(
  { tokenSet, claims, scopes, receivedAt, expiresAt }: ImsGrant,
  { transaction, returnTo }: PendingSignIn,
): SessionRecord {
  return {
    accessToken: tokenSet.accessToken,
    refreshToken: tokenSet.refreshToken,
    scopes,
    requestedScope: transaction.scope,
    receivedAt,
    expiresAt,
    profile: undefined,
    subject: claims?.sub,
    state: transaction.state,
    returnTo,
    generation: 0,
  }
}
