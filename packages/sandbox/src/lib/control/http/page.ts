import type { Randomness } from '../../effects.ts'
import { html, type Html } from '../../wire/html.ts'
import { renderPage, renderTable } from '../../wire/page.ts'
import { operations, type Operation } from '../operations.ts'

/** The page that lists the operations of the control API for people. */
export function renderControlPage(origin: string, randomness: Randomness): Response {
  const content = html`<h1>Control API</h1>
    <p>
      Changes what the sandbox knows, moves its clock, lets things go wrong, and shows what was
      sent. It is for tests in another process; a test in the same process has all of it on
      <code>sandbox</code>.
    </p>
    <p>
      Send the token that the sandbox printed when it started, and JSON:
      <code
        >curl ${authority(origin)}-H "Authorization: Bearer $TOKEN" ${origin}/control/users</code
      >
    </p>
    ${renderTable(['Operation', 'What it does'], operations.map(renderRow))}
    <p>Bodies and parameters are described in <a href="/control/openapi.json">openapi.json</a>.</p>
    <p><a href="/">Front page of the sandbox</a></p>`
  return renderPage({ title: 'Control API', content }, randomness)
}

/** The certificate is this computer's own, and curl does not know who has signed it. */
function authority(origin: string): string {
  return origin.startsWith('https:') ? '--cacert ~/.mudbrick/certificate/ca.crt ' : ''
}

function renderRow({ method, path, summary }: Operation): Html {
  return html`<tr>
    <th scope="row"><code>${method} /control${path}</code></th>
    <td>${summary}</td>
  </tr>`
}
