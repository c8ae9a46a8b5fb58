import { html, type Html } from '../../wire/html.ts'
import {
  authorizationPath,
  type AuthorizationContext,
} from '../authorization/authorization-context.ts'
import { describeScope } from '../scope.ts'
import { renderFormPage } from './form-page.ts'

export function renderConsentPage(
  context: AuthorizationContext,
  { problem }: { readonly problem?: string } = {},
): Response {
  const { credential, scopes, url, user } = context
  const content = (token: Html): Html =>
    html`<section class="card">
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
        ${token}
        <div class="actions">
          <button class="primary" name="decision" value="allow">Allow access</button>
          <button name="decision" value="deny">Cancel</button>
        </div>
      </form>
    </section>`
  return renderFormPage(context, { title: `Allow ${credential.name}`, problem, content })
}

/** The same request, which asks for a sign-in first. */
function otherUserHref(context: AuthorizationContext): string {
  const parameters = new URLSearchParams(context.url.search)
  parameters.set('prompt', 'login')
  return `${authorizationPath(context)}?${parameters}`
}
