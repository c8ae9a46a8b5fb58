import { html, type Html } from '../../wire/html.ts'
import { renderPage } from '../../wire/page.ts'
import type { AuthorizationContext } from '../authorization/authorization-context.ts'
import { protectForm } from '../authorization/cookies.ts'

/** A page of IMS with forms, tied to the browser that it is shown in. */
export interface FormPage {
  readonly title: string
  /** What was wrong with the form that was sent. */
  readonly problem: string | undefined
  /** @param token The hidden input that each form has to have. */
  readonly content: (token: Html) => Html
}

export function renderFormPage(
  context: AuthorizationContext,
  { title, problem, content }: FormPage,
): Response {
  const form = protectForm(context)
  const { origin, protocol } = new URL(context.redirectUri.uri)
  return renderPage(
    {
      title,
      content: content(html`<input type="hidden" name="form_token" value="${form.token}" />`),
      status: problem === undefined ? 200 : 422,
      // A form of ours may end at the client: browsers hold `form-action` against redirects too.
      formTargets: [origin === 'null' ? protocol : origin],
      headers: { 'set-cookie': form.cookie },
    },
    context.services.randomness,
  )
}
