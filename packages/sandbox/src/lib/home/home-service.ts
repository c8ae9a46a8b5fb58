import type { SandboxOrigins } from '../origins.ts'
import { isUserCredential, type Credential, type UserCredential } from '../state/credential.ts'
import type { State } from '../state/state.ts'
import { jsonAnswer } from '../wire/answer.ts'
import { html, type Html } from '../wire/html.ts'
import { renderPage, renderTable } from '../wire/page.ts'
import { route, type Routes } from '../wire/router.ts'
import { answerWithBuiltPages, type BuiltPagesContext } from './built-pages.ts'

/** What the sandbox's own pages stand on. */
export interface HomeContext extends BuiltPagesContext {
  readonly state: State
}

const routes: Routes<HomeContext> = {
  '/': { GET: renderHomePage },
  '/origins.json': { GET: ({ origins }) => jsonAnswer(origins) },
}

/** Answers one request at the sandbox's own origin. */
export async function homeService(request: Request, context: HomeContext): Promise<Response> {
  if (context.controlCookie === undefined && isControlPath(request)) return answerWithoutControl()
  return (
    (await answerWithBuiltPages(request, context)) ??
    (await route(routes, request, context)) ??
    renderNothingHere(request, context)
  )
}

/** The sandbox's front page: where everything is, whether this browser gets there, and who can sign in. */
function renderHomePage({ origins, state, randomness, controlCookie }: HomeContext): Response {
  const content = html`<h1>Mudbrick sandbox</h1>
    <p>
      A local Adobe: IMS to sign in at, an AEM author and Commerce to call, offline. It follows what
      Adobe documents in public; nothing of it has been compared with Adobe itself.
    </p>
    ${services(origins)} ${users(state)} ${credentials(state)}
    ${controlCookie === undefined ? undefined : controlAdvice}`
  const script = { text: originCheck, connectTo: [origins.ims, origins.aem, origins.commerce] }
  return renderPage({ title: 'Home', content, script }, randomness)
}

function services({ ims, aem, commerce }: SandboxOrigins): Html {
  return html`<h2>Services</h2>
    ${renderTable(
      ['Service', 'Address', 'This browser'],
      [
        service('Adobe IMS', ims, '/ims/.well-known/openid-configuration'),
        service('AEM author', aem, '/adobe/sites/cf/models'),
        service('Commerce', commerce, '/rest/V1/store/storeConfigs'),
      ],
    )}
    ${ims.startsWith('https:') ? certificateAdvice : undefined}`
}

const certificateAdvice = html`<p class="quiet">
  A page cannot call an address whose certificate the browser does not accept, and is not told why.
  Open such an address once and go on past the warning, or trust the certificate with the command
  that the terminal shows.
</p>`

const controlAdvice = html`<h2>Control</h2>
  <p>
    A test in another process changes all of this, moves the clock, lets things go wrong and asks
    what was sent: see the <a href="/control">operations of the control API</a>. The list is open;
    the operations want the control token, which the terminal shows at the start and a test finds in
    <code>sandbox.controlToken</code>, as <code>Authorization: Bearer</code>.
  </p>`

function service(name: string, origin: string, path: string): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td><a href="${origin + path}">${origin}</a></td>
    <td role="status" data-origin="${origin}" data-path="${path}"></td>
  </tr>`
}

function users(state: State): Html {
  const rows = state.users.all().map(
    (user) =>
      html`<tr>
        <th scope="row">${user.email}</th>
        <td><code>${user.password}</code></td>
        <td>${user.note}</td>
      </tr>`,
  )
  return html`<h2>Users</h2>
    ${renderTable(['E-mail address', 'Password', 'Is there for'], rows)}`
}

function credentials(state: State): Html {
  const rows = state.credentials.all().map(
    (credential) =>
      html`<tr>
        <th scope="row"><code>${credential.clientId}</code></th>
        <td>${kinds[credential.type]}</td>
        <td>${isUserCredential(credential) ? redirectUris(credential) : 'none'}</td>
      </tr>`,
  )
  return html`<h2>Credentials</h2>
    ${renderTable(['Client ID', 'Kind', 'Redirect URI: the default one, and patterns'], rows)}`
}

function redirectUris({ defaultRedirectUri, redirectUriPatterns }: UserCredential): Html {
  const patterns = redirectUriPatterns.map((pattern) => html`<br /><code>${pattern}</code>`)
  return html`<code>${defaultRedirectUri}</code> (default)${patterns}`
}

const kinds: Readonly<Record<Credential['type'], string>> = {
  'single-page-app': 'Single-page app',
  'native-app': 'Native app',
  'web-app': 'Web app',
  'server-to-server': 'Server-to-server',
}

function isControlPath({ url }: Request): boolean {
  return new URL(url).pathname.startsWith('/control/')
}

/** For the sandbox's pages, which say so. */
function answerWithoutControl(): Response {
  const detail =
    'This sandbox runs without its control API: start it without --no-control, or create it without control: false.'
  return new Response(
    JSON.stringify({ title: 'Not found', status: 404, detail, code: 'control_off' }),
    { status: 404, headers: { 'content-type': 'application/problem+json' } },
  )
}

/** Links to flows are printed and shown whether the pages that show them were built or not. */
const withoutPages = html`<p>
  The pages that show flows were not built into this sandbox. <code>sandbox.flows</code> and
  <code>GET /control/flows</code> have the same.
</p>`

function renderNothingHere(request: Request, { randomness }: HomeContext): Response {
  const isFlow = new URL(request.url).pathname.startsWith('/flows')
  const content = html`<h1>Nothing is here</h1>
    ${isFlow ? withoutPages : undefined}
    <p>Go to the <a href="/">sandbox’s front page</a>.</p>`
  return renderPage({ title: 'Nothing is here', content, status: 404 }, randomness)
}

/**
 * Asks each origin of the page for anything at all. A browser that has not accepted its certificate gets
 * nothing; what an origin answers is of no interest, and with `no-cors` not to be seen.
 */
const originCheck: Html = {
  html: `
for (const status of document.querySelectorAll('[data-origin]')) {
  const check = async () => {
    try {
      await fetch(status.dataset.origin + status.dataset.path, { mode: 'no-cors', cache: 'no-store' })
      status.textContent = 'gets there'
    } catch {
      status.textContent = 'does not get there yet: open the address, and go on past a warning about its certificate'
      status.classList.add('alarm')
    }
  }
  check()
  addEventListener('focus', () => { status.classList.remove('alarm'); check() })
}
`,
}
