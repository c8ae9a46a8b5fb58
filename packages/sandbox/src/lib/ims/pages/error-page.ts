import type { Randomness } from '../../effects.ts'
import { html } from '../../wire/html.ts'
import { renderPage } from '../../wire/page.ts'

/** The page IMS shows when there is nowhere safe to send the browser. */
export function renderErrorPage(
  randomness: Randomness,
  { title, text }: { readonly title: string; readonly text: string },
): Response {
  const content = html`<section class="card">
    <h1>${title}</h1>
    <p>${text}</p>
  </section>`
  return renderPage({ title, content, status: 400 }, randomness)
}
