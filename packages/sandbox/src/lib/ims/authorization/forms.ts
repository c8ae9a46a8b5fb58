import type { User } from '../../state/user.ts'
import { isConstantTimeEqual } from '../../node/sha256.ts'
import { createCookie } from '../../wire/cookies.ts'
import { readQueryAndForm, type Parameters } from '../../wire/parameters.ts'
import type { ImsContext } from '../ims-context.ts'
import { renderConsentPage } from '../pages/consent-page.ts'
import { renderSignInPage } from '../pages/sign-in-page.ts'
import {
  authorizationPath,
  createAuthorizationContext,
  firstAnswer,
  type AuthorizationContext,
} from './authorization-context.ts'
import { redirectWithError } from './authorization-response.ts'
import { browserSessionCookie, isFormProtected } from './cookies.ts'
import { requestChecks } from './request-checks.ts'
import { checkBrowserSession } from './user-checks.ts'

/**
 * Takes the sign-in page's form. The authorization request stands in the form's address, so that it
 * needs no memory here and survives a restart of the sandbox.
 */
export async function signInForm(ims: ImsContext): Promise<Response> {
  const context = createAuthorizationContext(ims)
  const refusal = await firstAnswer(requestChecks, context)
  if (refusal !== undefined) return refusal

  const form = await readQueryAndForm(context.request)
  if (!isFormProtected(context, form?.get('form_token'))) {
    return renderSignInPage(context, { problem: `${foreignForm} Sign in again.` })
  }
  const user = form && findUser(context, form)
  if (user === undefined) {
    const problem = 'This e-mail address and password do not belong together.'
    return renderSignInPage(context, { problem, email: form?.get('email') })
  }
  const { services, origins, url } = context
  const { cookieValue } = services.state.browserSessions.start(user.id)
  const parameters = new URLSearchParams(url.search)
  // `prompt=login` has just been obeyed; kept, it would ask again for ever.
  parameters.delete('prompt')
  return goOn(context, String(parameters), {
    'set-cookie': createCookie(browserSessionCookie, origins.ims, cookieValue),
  })
}

/** Takes the consent page's form: remembers a yes, reports a no. */
export async function consentForm(ims: ImsContext): Promise<Response> {
  const context = createAuthorizationContext(ims)
  const refusal = await firstAnswer([...requestChecks, checkBrowserSession], context)
  if (refusal !== undefined) return refusal

  const form = await readQueryAndForm(context.request)
  if (!isFormProtected(context, form?.get('form_token'))) {
    return renderConsentPage(context, { problem: `${foreignForm} Decide again.` })
  }
  if (form?.get('decision') !== 'allow') return redirectWithError(context, 'access_denied')

  const { services, user, credential, scopes, url } = context
  services.state.consents.grant(user.id, credential.clientId, scopes)
  if (user.termsOfUse === 'pending') services.state.users.acceptTerms(user.id)
  return goOn(context, url.search)
}

const foreignForm = 'This form was not sent from its own page, or cookies are blocked.'

/** By the button with the user's name, or by e-mail address and password. */
function findUser({ services }: AuthorizationContext, form: Parameters): User | undefined {
  const { users } = services.state
  const chosen = form.get('user')
  if (chosen !== undefined) return users.byEmail(chosen)
  const user = users.byEmail(form.get('email') ?? '')
  const isRight = user && isConstantTimeEqual(user.password, form.get('password') ?? '')
  return isRight ? user : undefined
}

/** Leads back to the authorization endpoint, with the same request. */
function goOn(
  context: AuthorizationContext,
  search: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const next = new URL(authorizationPath(context), context.origins.ims)
  next.search = search
  return new Response(null, {
    status: 303,
    headers: { ...headers, location: next.href, 'cache-control': 'no-store' },
  })
}
