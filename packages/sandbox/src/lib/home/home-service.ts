import type { Randomness } from '../effects.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { State } from '../state/state.ts'
import { jsonAnswer } from '../wire/answer.ts'
import { html } from '../wire/html.ts'
import { renderPage } from '../wire/page.ts'
import { route, type Routes } from '../wire/router.ts'
import { renderHomePage } from './home-page.ts'

/** What the sandbox's own pages stand on. */
export interface HomeContext {
  readonly origins: SandboxOrigins
  readonly state: State
  readonly randomness: Randomness
  /** Whether there is a control API to tell of. */
  readonly hasControl: boolean
}

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
