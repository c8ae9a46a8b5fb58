import type { Randomness } from '../effects.ts'
import { html, type Html } from './html.ts'
import { renderPage, type Page } from './page.ts'

/** A page that only says something. */
export interface Notice extends Omit<Page, 'content'> {
  /** The title by default. */
  readonly heading?: string
  readonly text: string
  readonly more?: Html
}

export function renderNotice(notice: Notice, randomness: Randomness): Response {
  const { heading = notice.title, text, more, ...page } = notice
  const content = html`<section class="card">
    <h1>${heading}</h1>
    <p>${text}</p>
    ${more}
  </section>`
  return renderPage({ ...page, content }, randomness)
}

/** What is at an origin, and where the sandbox's own page is. */
export interface OriginPage {
  readonly title: string
  readonly text: string
  readonly home: string
}

/** What a person sees who opens the bare address of a service in a browser; nothing for any other request. */
export function answerVisitor(
  request: Request,
  { title, text, home }: OriginPage,
  randomness: Randomness,
): Response | undefined {
  const isVisit = request.method === 'GET' && new URL(request.url).pathname === '/'
  if (!isVisit || request.headers.get('accept')?.includes('text/html') !== true) return undefined
  const more = html`<p>
      If you came here to accept the certificate of this address: that is done, and pages can call
      it now. Close this tab.
    </p>
    <p><a href="${home}">To the sandbox’s front page</a></p>`
  return renderNotice({ title, text, more }, randomness)
}
