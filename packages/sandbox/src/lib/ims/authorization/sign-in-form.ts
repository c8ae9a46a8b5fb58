import type { User } from '../../state/user.ts'
import { firstAnswer } from '../../wire/checks.ts'
import { isConstantTimeEqual } from '../../wire/constant-time-equal.ts'
import { createCookie } from '../../wire/cookies.ts'
import { readQueryAndForm, type Parameters } from '../../wire/parameters.ts'
import type { ImsContext } from '../ims-context.ts'
import { renderSignInPage } from '../pages/sign-in-page.ts'
import { AuthorizationContext, authorizationPath } from './authorization-context.ts'
import { browserSessionCookie } from './browser-session-cookie.ts'
import { isFormProtected } from './form-protection.ts'
import { requestChecks } from './request-checks.ts'

/**
 * Takes the sign-in page's form. The authorization request stands in the form's address, so that it
 * needs no memory here and survives a restart of the sandbox.
 */
export async function signInForm(ims: ImsContext): Promise<Response> {
  const context = new AuthorizationContext(ims)
  const refusal = await firstAnswer(requestChecks, context)
  if (refusal !== undefined) return refusal

  const form = await readQueryAndForm(context.request)
  if (!isFormProtected(context, form?.get('form_token'))) {
    return renderSignInPage(context, {
      problem: 'This form was not sent from its own page, or cookies are blocked. Sign in again.',
    })
  }
  const email = form?.get('email')
  const user = form && findUser(context, form)
  if (user === undefined) {
    return renderSignInPage(context, {
      problem: 'This e-mail address and password do not belong together.',
      email,
    })
  }
  return continueSignedIn(context, user)
}

/** By the button with the user's name, or by e-mail address and password. */
function findUser({ services }: AuthorizationContext, form: Parameters): User | undefined {
  const { users } = services.state
  const chosen = form.get('user')
  if (chosen !== undefined) return users.byEmail(chosen)
  const user = users.byEmail(form.get('email') ?? '')
  const isRight = user && isConstantTimeEqual(user.password, form.get('password') ?? '')
  return isRight ? user : undefined
}

function continueSignedIn(context: AuthorizationContext, user: User): Response {
  const { services, origins, url } = context
  const next = new URL(authorizationPath(context), origins.ims)
  next.search = url.search
  // The user has just signed in, as `prompt=login` asks; the parameter would ask again without end.
  next.searchParams.delete('prompt')
  return new Response(null, {
    status: 303,
    headers: {
      location: next.href,
      'set-cookie': createCookie(
        browserSessionCookie,
        origins.ims,
        services.state.browserSessions.start(user.id).cookieValue,
      ),
      'cache-control': 'no-store',
    },
  })
}
