import { jsonAnswer, problemAnswer } from '../wire/answer.ts'
import { html, type Html } from '../wire/html.ts'
import { renderPage, renderTable } from '../wire/page.ts'
import { route, type Routes } from '../wire/router.ts'
import { answerWithBuiltPages, type BuiltPagesContext } from './built-pages.ts'

const routes: Routes<BuiltPagesContext> = {
  '/': { GET: renderHomePage },
  '/origins.json': { GET: ({ origins }) => jsonAnswer(origins) },
}

/** Answers one request at the sandbox's own origin. */
export async function homeService(request: Request, context: BuiltPagesContext): Promise<Response> {
  if (context.controlCookie === undefined && isControlPath(request)) return answerWithoutControl()
  return (
    (await answerWithBuiltPages(request, context)) ??
    (await route(routes, request, context)) ??
    renderNothingHere(request, context)
  )
}

/** The front page for programs, and for a browser where the pages were not built: where everything is. */
function renderHomePage({ origins, randomness, controlCookie }: BuiltPagesContext): Response {
  const { ims, aem, commerce } = origins
  const content = html`<h1>Mudbrick sandbox</h1>
    <p>
      A local Adobe: IMS to sign in at, an AEM author and Commerce to call, offline. It follows what
      Adobe documents in public; nothing of it has been compared with Adobe itself.
    </p>
    ${renderTable(
      ['Service', 'Address'],
      [service('Adobe IMS', ims), service('AEM author', aem), service('Commerce', commerce)],
    )}
    ${controlCookie === undefined ? undefined : controlAdvice}`
  return renderPage({ title: 'Home', content }, randomness)
}

function service(name: string, origin: string): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td><a href="${origin}">${origin}</a></td>
  </tr>`
}

const controlAdvice = html`<h2>Control</h2>
  <p>
    A test in another process reads and changes all of it, moves the clock, lets things go wrong and
    asks what was sent: see the <a href="/control">operations of the control API</a>. The list is
    open; the operations want the control token, which the terminal shows at the start and a test
    finds in <code>sandbox.controlToken</code>, as <code>Authorization: Bearer</code>.
  </p>`

function isControlPath({ url }: Request): boolean {
  return new URL(url).pathname.startsWith('/control/')
}

/** For the sandbox's pages, which say so. */
function answerWithoutControl(): Response {
  const detail =
    'This sandbox runs without its control API: start it without --no-control, or create it without control: false.'
  return problemAnswer({ title: 'Not found', status: 404, detail, code: 'control_off' })
}

/** Links to flows are printed and shown whether the pages that show them were built or not. */
const withoutPages = html`<p>
  The pages that show flows were not built into this sandbox. <code>sandbox.flows</code> and
  <code>GET /control/flows</code> have the same.
</p>`

function renderNothingHere(request: Request, { randomness }: BuiltPagesContext): Response {
  const isFlow = new URL(request.url).pathname.startsWith('/flows')
  const content = html`<h1>Nothing is here</h1>
    ${isFlow ? withoutPages : undefined}
    <p>Go to the <a href="/">sandbox’s front page</a>.</p>`
  return renderPage({ title: 'Nothing is here', content, status: 404 }, randomness)
}
