import type { Check } from '../../wire/checks.ts'
import { readCookie } from '../../wire/cookies.ts'
import { renderConsentPage } from '../pages/consent-page.ts'
import { renderSignInPage } from '../pages/sign-in-page.ts'
import type { AuthorizationContext } from './authorization-context.ts'
import { redirectWithError } from './authorization-response.ts'
import { browserSessionCookie } from './browser-session-cookie.ts'

/** A user is signed in at IMS in this browser, and need not sign in again. */
export const checkBrowserSession: Check<AuthorizationContext> = (context) => {
  const { services, request, origins, prompts } = context
  const { browserSessions, users } = services.state
  const session = browserSessions.find(readCookie(request, browserSessionCookie, origins.ims))
  const user = session && users.byId(session.userId)
  if (session === undefined || user === undefined || prompts.has('login')) {
    if (prompts.has('none')) return redirectWithError(context, 'login_required')
    return renderSignInPage(context)
  }
  context.user = user
  context.signedInAt = session.signedInAt
  return undefined
}

/** While an application is in development, only its beta users sign in; how IMS says so is inferred. */
export const checkBetaUser: Check<AuthorizationContext> = (context) => {
  const { status, betaUsers = [] } = context.credential
  if (status !== 'development' || betaUsers.includes(context.user.email)) return undefined
  return redirectWithError(context, 'access_denied', 'beta_user_required')
}

/** The user must have granted all requested scopes, and accepted the terms of use. */
export const checkConsent: Check<AuthorizationContext> = (context) => {
  const { services, credential, user, scopes, prompts } = context
  const isGranted = services.state.consents.covers(user.id, credential.clientId, scopes)
  if (isGranted && user.termsOfUse !== 'pending') return undefined
  if (!prompts.has('none')) return renderConsentPage(context)
  return redirectWithError(context, isGranted ? 'interaction_required' : 'consent_required')
}
