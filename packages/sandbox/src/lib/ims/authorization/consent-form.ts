import { firstAnswer } from '../../wire/checks.ts'
import { readQueryAndForm } from '../../wire/parameters.ts'
import type { ImsContext } from '../ims-context.ts'
import { renderConsentPage } from '../pages/consent-page.ts'
import { AuthorizationContext, authorizationPath } from './authorization-context.ts'
import { redirectWithError } from './authorization-response.ts'
import { isFormProtected } from './form-protection.ts'
import { requestChecks } from './request-checks.ts'
import { checkBrowserSession } from './user-checks.ts'

/** Takes the consent page's form: remembers a yes, reports a no. */
export async function consentForm(ims: ImsContext): Promise<Response> {
  const context = new AuthorizationContext(ims)
  const refusal = await firstAnswer([...requestChecks, checkBrowserSession], context)
  if (refusal !== undefined) return refusal

  const form = await readQueryAndForm(context.request)
  if (!isFormProtected(context, form?.get('form_token'))) {
    return renderConsentPage(context, {
      problem: 'This form was not sent from its own page, or cookies are blocked. Decide again.',
    })
  }
  if (form?.get('decision') !== 'allow') return redirectWithError(context, 'access_denied')

  const { services, user, credential, scopes, origins, url } = context
  services.state.consents.grant(user.id, credential.clientId, scopes)
  if (user.termsOfUse === 'pending') services.state.users.acceptTerms(user.id)
  const next = new URL(authorizationPath(context), origins.ims)
  next.search = url.search
  return new Response(null, {
    status: 303,
    headers: { location: next.href, 'cache-control': 'no-store' },
  })
}
