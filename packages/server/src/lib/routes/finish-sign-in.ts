import {
  finishAuthorization,
  type ImsGrant,
  requestUserProfile,
  revokeToken,
  TransactionError,
  type UserProfile,
} from '@mudbrick/ims'
import { redirectTo } from './redirect.ts'
import type { RoutesContext } from './routes-context.ts'
import { type FoundAttempt, maxAttemptAgeMs } from './sign-in-attempts.ts'
import { createSignInFailure } from './sign-in-failure.ts'

/** `GET` of the redirect URI: finishes the sign-in that an authorization response belongs to. */
export async function finishSignIn(context: RoutesContext, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const attempt = await context.attempts.find(request, searchParams.get('state'))
  if (!attempt) return answerWithoutAttempt(context, request, searchParams)

  const response = await finishAttempt(context, request, searchParams, attempt)
  response.headers.append('set-cookie', attempt.setCookie)
  return response
}

/** The page was opened again: by the back button, a bookmark, or by IMS after a sign-out. */
async function answerWithoutAttempt(
  context: RoutesContext,
  request: Request,
  parameters: URLSearchParams,
): Promise<Response> {
  const isAnswer = parameters.has('code') || parameters.has('error')
  const { session } = await context.readSession(request)
  if (session || !isAnswer) return redirectTo(`${context.address.origin}/`)
  return createSignInFailure(context, new TransactionError('transaction_missing'))
}

async function finishAttempt(
  context: RoutesContext,
  request: Request,
  parameters: URLSearchParams,
  { transaction, returnTo }: FoundAttempt,
): Promise<Response> {
  const { ims, address, cookie, limits } = context
  try {
    // The cookie ends by itself, unless somebody has kept it.
    if (ims.clock.now() - transaction.createdAt > maxAttemptAgeMs) {
      throw new TransactionError('transaction_expired')
    }
    // Goes on even if the browser does not wait: a code is good for one request.
    const grant = await finishAuthorization(ims, parameters, transaction)
    const grantId = await keepGrant(context, grant, await findProfile(context, grant))
    await revokeFormerGrant(context, request)

    const now = ims.clock.now()
    const ticket = { grantId, signedInAt: now, seenAt: now }
    return redirectTo(address.origin + returnTo, [
      await cookie.write(ticket, limits.absoluteTimeoutMs),
    ])
  } catch (error) {
    return createSignInFailure(context, error, returnTo)
  }
}

/** Asks IMS who has signed in. Failing leaves a session without a profile. */
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

/** Puts a grant into the vault. One that cannot be kept is given back, as far as IMS can be reached. */
async function keepGrant(
  { ims, vault }: RoutesContext,
  grant: ImsGrant,
  profile: UserProfile | undefined,
): Promise<string> {
  try {
    return await vault.add(grant, { profile })
  } catch (error) {
    const { accessToken, refreshToken } = grant.tokenSet
    const tokens = [refreshToken, accessToken].filter((token) => token !== undefined)
    await Promise.allSettled(tokens.map((token) => revokeToken(ims, token)))
    throw error
  }
}

/** Ends what this browser was signed in with before: nobody could get back to it. */
async function revokeFormerGrant(
  { vault, cookie, onError }: RoutesContext,
  request: Request,
): Promise<void> {
  try {
    const former = await cookie.read(request)
    if (former !== undefined && former !== 'unusable') await vault.revoke(former.grantId)
  } catch (error) {
    onError(error)
  }
}
