import { sleep } from '@mudbrick/http/internal'
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
import { findAuthorizationResponse } from './authorization-response.ts'
import type { Page } from './page.ts'
import type { PendingSignIn } from './pending-sign-ins.ts'
import { offerResponse } from './popup-relay.ts'
import { forgetDeparture } from './redirect-handover.ts'
import type { SessionCore } from './session-core.ts'
import type { SessionRecord } from './session-record.ts'
import { endTransition, getUsableToken, setTransition } from './session-state.ts'
import { publishSession } from './session-sync.ts'
import type { SignInResult } from './session.ts'

// An opener that waits answers at once; without one, the user is not kept waiting.
const longestOfferMs = 500
// Longer than any browser needs to close a window that it lets close.
const closingMs = 500
// By storage: sessions that share one belong to one page, and only one of them can take the response.
const finishingSignIns = new WeakMap<object, Promise<SignInResult>>()

/** Finishes the sign-in whose response is in the address of the page. */
export async function finishSignIn(core: SessionCore): Promise<SignInResult> {
  const { page, returnPaths } = core
  returnPaths.noteRedirectPage()
  const found = findAuthorizationResponse(page.getAddress())
  // The response has left the address bar when this is called again.
  if (!found) {
    return (
      core.finishing?.result ??
      finishingSignIns.get(storageOf(page)) ??
      findFinishedSignIn(core, undefined)
    )
  }
  const { response, rest } = found
  if (isOurs(core, response)) page.replaceAddress(rest)
  else if (await isTakenByOpener(core, response)) {
    return { returnTo: returnPaths.getBasePath(), redirectUriFallback: undefined }
  }
  return finishOnce(core, response, rest)
}

/** Finishes the sign-in that a response belongs to: once, however often it is called. */
export function finishOnce(
  core: SessionCore,
  response: URLSearchParams,
  arrivedAt?: URL,
): Promise<SignInResult> {
  const state = response.get('state')
  if (core.finishing?.state !== state) {
    core.finishing = { state, result: share(core.page, finish(core, response, arrivedAt)) }
  }
  return core.finishing.result
}

function isOurs(
  { finishing, record, pendingSignIns }: SessionCore,
  response: URLSearchParams,
): boolean {
  const state = response.get('state')
  const known = [finishing?.state, record?.state]
  return (
    isErrorWithoutState(response) ||
    (state !== null && known.includes(state)) ||
    pendingSignIns.find(state) !== undefined
  )
}

/** IMS refuses some requests before it reads their state. */
export function isErrorWithoutState(response: URLSearchParams): boolean {
  return response.has('error') && !response.has('state')
}

/** In a popup that shows a page of the app: the page that opened it knows the sign-in. */
async function isTakenByOpener(
  { page, ims: { clock } }: SessionCore,
  response: URLSearchParams,
): Promise<boolean> {
  if (!response.has('state')) return false
  if (!(await offerResponse(response, { page, clock, longestOfferMs }))) return false
  page.close()
  // Only a window that the browser keeps open gets there.
  await sleep(closingMs, clock, undefined)
  return true
}

/** Lets the other sessions of this page wait for the same sign-in. */
function share(page: Page, result: Promise<SignInResult>): Promise<SignInResult> {
  const place = storageOf(page)
  finishingSignIns.set(place, result)
  const forget = (): void => {
    if (finishingSignIns.get(place) === result) finishingSignIns.delete(place)
  }
  void result.then(forget, forget)
  return result
}

/** A page that may not use storage has sessions of its own. */
function storageOf(page: Page): object {
  try {
    return page.openSessionStorage()
  } catch {
    return page
  }
}

/** Checks the response, exchanges its code, and holds the session. */
async function finish(
  core: SessionCore,
  response: URLSearchParams,
  arrivedAt: URL | undefined,
): Promise<SignInResult> {
  const { ims, pendingSignIns, returnPaths, tabStorage } = core
  if (isErrorWithoutState(response)) return refuseWithError(core, response)
  const state = response.get('state')
  const pending = pendingSignIns.take(state)
  if (!pending) return findFinishedSignIn(core, state)

  if (!pending.isPopup) forgetDeparture(tabStorage)
  const { transaction, returnTo } = pending
  const { signal } = core.ending
  const redirectUriFallback = arrivedAt && findRedirectUriFallback(transaction, arrivedAt)
  setTransition(core, 'signing-in')
  try {
    const grant = await finishAuthorization(ims, response, transaction, { signal })
    publishSession(core, createRecord(grant, pending))
    returnPaths.forget()
  } catch (error) {
    // A sign-out has ended the sign-in, and is not to be undone by trying again.
    signal.throwIfAborted()
    returnPaths.keep(returnTo)
    throw toSignInFailure(error)
  } finally {
    endTransition(core, 'signing-in')
  }
  // The profile may come later: no caller has to wait for it to use the token.
  core.loadProfile?.()
  return { returnTo, redirectUriFallback }
}

/** It ends no sign-in, since anybody can write such an address. */
function refuseWithError(
  { pendingSignIns, returnPaths }: SessionCore,
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
function findFinishedSignIn(core: SessionCore, state: string | null | undefined): SignInResult {
  const { record, pendingSignIns } = core
  const isSignedIn = getUsableToken(core) !== undefined
  if (isSignedIn && record && (state === undefined || state === record.state)) {
    return { returnTo: record.returnTo, redirectUriFallback: undefined }
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
