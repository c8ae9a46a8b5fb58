import { html } from '../../wire/html.ts'
import { renderPage } from '../../wire/page.ts'
import type { ImsContext } from '../ims-context.ts'

/** The page IMS shows when there is nowhere safe to send the browser; the link is the sandbox's own. */
export function renderErrorPage(
  { services, origins, debugId }: ImsContext,
  { title, text }: { readonly title: string; readonly text: string },
): Response {
  const flow = `${origins.home}/flows/${debugId}`
  const content = html`<section class="card">
    <h1>${title}</h1>
    <p>${text}</p>
    <p><a href="${flow}">See what happened, and what to change</a></p>
  </section>`
  return renderPage({ title, content, status: 400 }, services.randomness)
}
