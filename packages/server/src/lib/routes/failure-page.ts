import { createHash } from 'node:crypto'
import { calculateRetryAfter } from '../retry-after.ts'

/** The content of a page that reports a failure. */
export interface FailurePage {
  /** The HTTP status. */
  readonly status: number
  /** What happened, in a few words. */
  readonly title: string
  /** What happened and what to do, in a sentence. */
  readonly sentence: string
  /** Where the link leads. */
  readonly href: string
  /** What the link says. */
  readonly link: string
  /** The error behind it; it decides the `Retry-After` of a 503, and nothing of it is shown. */
  readonly cause?: unknown
}

/** Tells a user that something did not work, without a word that only a developer understands. */
export function createFailurePage(page: FailurePage): Response {
  const { status, title, sentence, href, link, cause } = page
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>${style}</style>
<main>
<h1>${escape(title)}</h1>
<p>${escape(sentence)}</p>
<p><a href="${escape(href)}">${escape(link)}</a></p>
</main>
</html>
`
  return new Response(body, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      ...(status === 503 && { 'retry-after': calculateRetryAfter(cause) }),
    },
  })
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { max-width: 32rem; padding: 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
`

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
