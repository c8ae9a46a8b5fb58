import { jsonAnswer } from '../wire/answer.ts'
import { html } from '../wire/html.ts'
import { renderPage } from '../wire/page.ts'
import { route, type Routes } from '../wire/router.ts'
import type { HomeContext } from './home-context.ts'
import { renderHomePage } from './home-page.ts'

const routes: Routes<HomeContext> = {
  '/': { GET: renderHomePage },
  '/origins.json': { GET: ({ origins }) => jsonAnswer(origins) },
}

/** Answers one request at the sandbox's own origin. */
export async function homeService(request: Request, context: HomeContext): Promise<Response> {
  return (await route(routes, request, context)) ?? renderNothingHere(context)
}

function renderNothingHere({ randomness }: HomeContext): Response {
  const content = html`<h1>Nothing is here</h1>
    <p>Go to the <a href="/">sandbox’s front page</a>.</p>`
  return renderPage({ title: 'Nothing is here', content, status: 404 }, randomness)
}
