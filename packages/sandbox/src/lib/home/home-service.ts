import { jsonAnswer } from '../wire/answer.ts'
import { html } from '../wire/html.ts'
import { renderPage } from '../wire/page.ts'
import { route, type Routes } from '../wire/router.ts'
import type { HomeContext } from './home-context.ts'
import { answerWithBuiltPages } from './built-pages.ts'
import { renderHomePage } from './home-page.ts'

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
