import { html, type Html } from '../../wire/html.ts'
import {
  authorizationPath,
  type AuthorizationContext,
} from '../authorization/authorization-context.ts'
import { renderFormPage } from './form-page.ts'

/** What the page says about an attempt that failed. */
export interface SignInPageOptions {
  readonly problem?: string
  readonly email?: string | undefined
}

export function renderSignInPage(
  context: AuthorizationContext,
  { problem, email }: SignInPageOptions = {},
): Response {
  const { credential, services, url } = context
  const action = `${authorizationPath(context)}/sign-in${url.search}`
  const content = (token: Html): Html =>
    html`<section class="card">
      <h1>Sign in</h1>
      <p class="quiet">to continue to <strong>${credential.name}</strong></p>
      ${problem === undefined ? undefined : html`<p class="alarm" role="alert" id="problem">${problem}</p>`}
      <form method="post" action="${action}">
        ${token}
        <label for="email">E-mail address</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          required
          value="${email ?? ''}"
          ${describedBy(problem)}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="off"
          required${describedBy(problem)}
        />
        <div class="actions wide"><button class="primary">Sign in</button></div>
      </form>
      <h2 id="people">Or sign in as one of the sandbox’s users</h2>
      <form method="post" action="${action}">
        ${token}
        <ul class="people" aria-labelledby="people">
          ${services.state.users.all().map(
            (user) =>
              html` <li>
                <button name="user" value="${user.email}">
                  <span>${user.email}</span> <span class="quiet">${user.note}</span>
                </button>
              </li>`,
          )}
        </ul>
      </form>
    </section>`
  return renderFormPage(context, { title: 'Sign in', problem, content })
}

function describedBy(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html` aria-describedby="problem" aria-invalid="true"`
}
