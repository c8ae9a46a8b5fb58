import {
  AuthorizationResponseError,
  finishAuthorization,
  type ImsGrant,
  requestUserProfile,
  revokeToken,
  TransactionError,
  type UserProfile,
} from '@mudbrick/ims'
import { type AddedGrant, type ObtainedGrant, VaultError } from '@mudbrick/vault'
import { isOf } from '../is-of.ts'
import { redirectTo } from './redirect.ts'
import type { RoutesContext } from './routes-context.ts'
import { type FoundAttempt, maxAttemptAgeMs, type SignInAttempt } from './sign-in-attempts.ts'
import { createReplacedPage, createSignInFailure } from './sign-in-failure.ts'

/** `GET` of the redirect URI: finishes the sign-in that an authorization response belongs to. */
export async function finishSignIn(context: RoutesContext, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const attempt = await context.attempts.find(request, searchParams.get('state') ?? '')
  return attempt?.status === 'under-way'
    ? finishAttempt(context, request, searchParams, attempt)
    : answerRepeated(context, request, searchParams, attempt)
}

/** The address was opened again: by the back button, a bookmark, or by IMS after a sign-out. */
async function answerRepeated(
  context: RoutesContext,
  request: Request,
  parameters: URLSearchParams,
  attempt: Exclude<FoundAttempt, { status: 'under-way' }> | undefined,
): Promise<Response> {
  const { origin, home } = context.address
  const returnTo = attempt?.status === 'finished' ? attempt.returnTo : home
  const isResponse = parameters.has('code') || parameters.has('error')
  const { session } = await context.readSession(request)
  if (session || !isResponse) {
    context.emit({ type: 'sign-in', outcome: 'repeated' })
    return redirectTo(origin + returnTo)
  }
  if (attempt?.status === 'replaced') return createReplacedPage(context)
  // IMS reports some errors without a state, so they belong to no sign-in.
  const error = parameters.has('error')
    ? new AuthorizationResponseError(parameters)
    : new TransactionError('transaction_missing')
  // Anyone can open this address, so the operator is not told.
  return createSignInFailure({ ...context, onError: () => {} }, error, returnTo)
}

async function finishAttempt(
  context: RoutesContext,
  request: Request,
  parameters: URLSearchParams,
  attempt: SignInAttempt,
): Promise<Response> {
  const { ims, address, attempts, cookie, limits } = context
  let isGrantLost = false
  const noteLoss = (): void => {
    isGrantLost = true
  }
  try {
    // The browser removes the cookie by then, but the user can have kept it.
    if (ims.clock.now() - attempt.transaction.createdAt > maxAttemptAgeMs) {
      throw new TransactionError('transaction_expired')
    }
    const { id: grantId, isNew } = await addGrant(context, parameters, attempt, noteLoss)
    if (isNew) await revokeFormerGrant(context, request, grantId)

    const now = ims.clock.now()
    const ticket = { grantId, signedInAt: now, seenAt: now }
    const setCookies = [
      await cookie.write(ticket, limits.absoluteTimeoutMs),
      ...(await attempts.finish(request, attempt)),
    ]
    context.emit({ type: 'sign-in', outcome: isNew ? 'succeeded' : 'repeated' })
    return redirectTo(address.origin + attempt.returnTo, setCookies)
  } catch (error) {
    const response = createSignInFailure(context, error, attempt.returnTo)
    // The vault failed before the code was sent, or after the grant was stored: a reload can succeed.
    const canReload = isOf(error, VaultError) && !isGrantLost
    if (!canReload) response.headers.append('set-cookie', attempts.remove(attempt))
    return response
  }
}

/**
 * Exchanges the code and stores the grant, once for all requests with this sign-in, in all processes:
 * browsers and link scanners ask twice, and IMS ends the tokens of a code that comes twice. It goes on
 * when the browser does not wait. A grant that cannot be stored is revoked.
 */
async function addGrant(
  context: RoutesContext,
  parameters: URLSearchParams,
  { transaction }: SignInAttempt,
  noteLoss: () => void,
): Promise<AddedGrant> {
  const { ims, vault } = context
  let obtained: ImsGrant | undefined
  const obtain = async (): Promise<ObtainedGrant> => {
    const grant = await finishAuthorization(ims, parameters, transaction)
    obtained = grant
    return { grant, profile: await findProfile(context, grant) }
  }
  // Rejects: without a code there is nothing to obtain.
  if (parameters.has('error') || !parameters.has('code')) await obtain()
  const added = await vault
    .addOnce(transaction.codeVerifier, obtain)
    .catch(async (error: unknown) => {
      if (obtained) {
        noteLoss()
        await revokeTokens(context, obtained)
      }
      throw error
    })
  // The user can have signed out since the first request.
  if (!added.isNew && !(await vault.read(added.id))) {
    throw new TransactionError('transaction_missing')
  }
  return added
}

/** Asks IMS who has signed in. A failure leaves a session without a profile. */
async function findProfile(
  { ims, onError }: RoutesContext,
  { tokenSet, claims }: ImsGrant,
): Promise<UserProfile | undefined> {
  try {
    return await requestUserProfile(ims, tokenSet.accessToken, { subject: claims?.sub })
  } catch (error) {
    onError(error)
    return undefined
  }
}

async function revokeTokens({ ims }: RoutesContext, { tokenSet }: ImsGrant): Promise<void> {
  const { accessToken, refreshToken } = tokenSet
  const tokens = [refreshToken, accessToken].filter((token) => token !== undefined)
  await Promise.allSettled(tokens.map((token) => revokeToken(ims, token)))
}

/** Ends the session that this browser had before: its cookie is overwritten. */
async function revokeFormerGrant(
  { vault, cookie, onError }: RoutesContext,
  request: Request,
  newGrantId: string,
): Promise<void> {
  try {
    const former = await cookie.read(request)
    if (former === undefined || former === 'unusable') return
    if (former.grantId !== newGrantId) {
      await vault.revoke(former.grantId, { reason: 'signed-in-again' })
    }
  } catch (error) {
    onError(error)
  }
}
