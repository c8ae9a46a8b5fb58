import type { Randomness } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { State } from '../state/state.ts'
import { html } from '../wire/html.ts'
import { renderPage } from '../wire/page.ts'

/** The sandbox's front page: where everything is, and who can sign in. */
export function renderHomePage(
  origins: SandboxOrigins,
  state: State,
  randomness: Randomness,
): Response {
  const content = html`<h1>Mudbrick sandbox</h1>
    <p>
      A local Adobe: IMS to sign in at and an AEM author to call, offline. It follows what Adobe
      documents in public; nothing of it has been compared with Adobe itself.
    </p>
    <h2>Services</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Adobe IMS</th>
            <td>
              <a href="${`${origins.ims}/ims/.well-known/openid-configuration`}">${origins.ims}</a>
            </td>
          </tr>
          <tr>
            <th scope="row">AEM author</th>
            <td><a href="${`${origins.aem}/adobe/sites/cf/models`}">${origins.aem}</a></td>
          </tr>
        </tbody>
      </table>
    </div>
    <p class="quiet">
      A browser asks once for each address whether it may trust the certificate: open each of them
      once, or trust the certificate with the command that the terminal shows.
    </p>
    <h2>Users</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">E-mail address</th>
            <th scope="col">Password</th>
            <th scope="col">Is there for</th>
          </tr>
        </thead>
        <tbody>
          ${state.users.all().map(
            (user) =>
              html` <tr>
                <th scope="row">${user.email}</th>
                <td><code>${user.password}</code></td>
                <td>${user.note}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h2>Credentials</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Client ID</th>
            <th scope="col">Kind</th>
            <th scope="col">Redirect URI</th>
          </tr>
        </thead>
        <tbody>
          ${state.credentials.all().map(
            (credential) =>
              html` <tr>
                <th scope="row"><code>${credential.clientId}</code></th>
                <td>Single-page app</td>
                <td><code>${credential.defaultRedirectUri}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  return renderPage({ title: 'Home', content }, randomness)
}
