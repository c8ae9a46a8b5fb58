import { generateSecret, type Randomness } from '../effects.ts'
import { textAnswer } from './answer.ts'
import { html, type Html } from './html.ts'

/** A page of the sandbox: its own style, readable in light and dark, without script. */
export interface Page {
  readonly title: string
  readonly content: Html
  readonly status?: number
  /** Origins to which a form of the page may lead, beside the page's own. */
  readonly formTargets?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

export function renderPage(page: Page, randomness: Randomness): Response {
  const nonce = generateSecret(randomness)
  return textAnswer(document(page, nonce).html, {
    status: page.status ?? 200,
    headers: {
      ...page.headers,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        `style-src 'nonce-${nonce}'`,
        "img-src 'self' data:",
        `form-action ${["'self'", ...(page.formTargets ?? [])].join(' ')}`,
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** A table of a page. */
export function renderTable(headings: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function document(page: Page, nonce: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Mudbrick sandbox</title>
        <link rel="icon" href="${icon}" />
        <style nonce="${nonce}">
          ${style}
        </style>
      </head>
      <body>
        <header class="banner">
          <strong>Sandbox, not Adobe:</strong> never type a real password.
        </header>
        <main>${page.content}</main>
      </body>
    </html> `
}

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" ' +
      'fill="#a3472a"/><path d="M2 5h12M2 10h12M8 2v3M5 5v5m6-5v5m-3 0v4" stroke="#fff" fill="none"/></svg>',
  )

const style: Html = {
  html: `
:root {
  color-scheme: light dark;
  --page: light-dark(#f3efeb, #1b1816);
  --card: light-dark(#fff, #26221f);
  --text: light-dark(#2a2421, #f1ebe6);
  --quiet: light-dark(#655a53, #b8aca3);
  --line: light-dark(#8d817a, #8a7d74);
  --hair: light-dark(#e2dad4, #3b3531);
  --accent: light-dark(#9a3d20, #ffb59b);
  --on-accent: light-dark(#fff, #3d1306);
  --alarm: light-dark(#b3001e, #ff9ea9);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
.banner { margin: 0; padding: .6rem 1rem; text-align: center; background: var(--accent); color: var(--on-accent) }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
main:has(.card) { max-width: 27rem }
.card { background: var(--card); border: 1px solid var(--hair); border-radius: 14px; padding: 2rem;
  box-shadow: 0 1px 2px #0001, 0 12px 32px -18px #0005 }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { margin: 0 0 1rem }
.quiet { color: var(--quiet) }
.alarm { color: var(--alarm); font-weight: 600 }
label { display: block; font-weight: 600; margin: 1rem 0 .3rem }
input:not([type=hidden]) { width: 100%; font: inherit; padding: .6rem .7rem; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 8px }
button { font: inherit; font-weight: 600; padding: .65rem 1.2rem; border-radius: 99px; border: 2px solid var(--accent);
  background: transparent; color: var(--accent); cursor: pointer }
button.primary { background: var(--accent); color: var(--on-accent) }
button:hover { filter: brightness(1.08) }
:is(a, button, input):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem }
.actions.wide button { width: 100% }
.people { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .5rem }
.people button { width: 100%; display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1rem; align-items: baseline;
  border: 1px solid var(--line); border-radius: 8px; color: var(--text); font-weight: 400; text-align: left }
.people .quiet { font-size: .875rem }
.scopes { padding: 0; margin: 1rem 0; list-style: none; border-top: 1px solid var(--hair) }
.scopes li { padding: .6rem 0; border-bottom: 1px solid var(--hair) }
code { font: .875em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.scopes code { display: block; color: var(--quiet) }
.table + p { margin-top: .75rem }
.table { overflow-x: auto; background: var(--card); border: 1px solid var(--hair); border-radius: 10px }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .55rem .9rem; vertical-align: top }
tr + tr > * { border-top: 1px solid var(--hair) }
thead th { font-size: .875rem; color: var(--quiet) }
th code { white-space: nowrap }
@media (max-width: 34rem) {
  .table thead { display: none }
  .table :is(table, tbody, tr, th, td) { display: block }
  .table :is(th, td) { padding-block: .3rem }
  tr > * + *, tr + tr > * + * { border-top: 0; padding-top: 0 }
  th code { white-space: normal }
}
a { color: var(--accent) }
`,
}
