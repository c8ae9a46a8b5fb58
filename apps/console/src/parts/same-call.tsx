import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { CodeBlock } from './code-block.tsx'

export interface SameCallProps {
  /** The call in a test: `await sandbox.clock.advance({ hours: 24 })`. */
  readonly code: string
  readonly method: string
  /** Below `/control`. */
  readonly path: string
  readonly body?: unknown
}

/** The code of a test and the command of a terminal that do what a button does. */
export function SameCall({ code, method, path, body }: SameCallProps): ReactElement {
  const data =
    body === undefined
      ? []
      : [
          `-H 'content-type: application/json'`,
          `-d '${JSON.stringify(body).replaceAll("'", `'\\''`)}'`,
        ]
  const command = [
    `curl -X ${method} ${location.origin}/control${path}`,
    `-H "authorization: Bearer $MUDBRICK_CONTROL_TOKEN"`,
    ...data,
  ].join(' \\\n  ')
  return (
    <Disclosure isQuiet size="S">
      <DisclosureTitle level={3}>The same as code</DisclosureTitle>
      <DisclosurePanel>
        <div className={blocks}>
          <CodeBlock name="code for a test" code={code} />
          <CodeBlock name="command for a terminal" code={command} />
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}

const blocks = style({ display: 'flex', flexDirection: 'column', gap: 8 })
