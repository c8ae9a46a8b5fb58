import { html } from '../../wire/html.ts'
import { renderPage } from '../../wire/page.ts'
import {
  authorizationPath,
  type AuthorizationContext,
} from '../authorization/authorization-context.ts'
import { protectForm } from '../authorization/form-protection.ts'
import { describeScope } from '../scope.ts'
import { formTargets } from './form-targets.ts'

export function renderConsentPage(
  context: AuthorizationContext,
  { problem }: { readonly problem?: string } = {},
): Response {
  const { credential, scopes, services, url, user } = context
  const form = protectForm(context)
  const content = html`<section class="card">
    <h1>Allow ${credential.name} to act for you?</h1>
    <p class="quiet">
      You are signed in as <strong>${user.name}</strong> (${user.email}).
      <a href="${otherUserHref(context)}">Not you?</a>
    </p>
    ${problem === undefined ? undefined : html`<p class="alarm" role="alert">${problem}</p>`}
    <p>${scopes.length === 0 ? 'It asks for nothing but your sign-in.' : 'It asks to:'}</p>
    <ul class="scopes">
      ${scopes.map((scope) => html` <li>${describeScope(scope)} <code>${scope}</code></li>`)}
    </ul>
    ${user.termsOfUse === 'pending' ? html`<p>By allowing it you also accept the new terms of use.</p>` : undefined}
    <form method="post" action="${`${authorizationPath(context)}/consent${url.search}`}">
      <input type="hidden" name="form_token" value="${form.token}" />
      <div class="actions">
        <button class="primary" name="decision" value="allow">Allow access</button>
        <button name="decision" value="deny">Cancel</button>
      </div>
    </form>
  </section>`
  return renderPage(
    {
      title: `Allow ${credential.name}`,
      content,
      status: problem === undefined ? 200 : 422,
      formTargets: formTargets(context),
      headers: { 'set-cookie': form.cookie },
    },
    services.randomness,
  )
}

/** The same request, which asks for a sign-in first. */
function otherUserHref(context: AuthorizationContext): string {
  const parameters = new URLSearchParams(context.url.search)
  parameters.set('prompt', 'login')
  return `${authorizationPath(context)}?${parameters}`
}
