import type { CertificateTrust } from '@mudbrick/sandbox'
import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { CodeBlock } from '../parts/code-block.tsx'
import { Panel } from '../parts/panel.tsx'

export interface CertificatePanelProps {
  readonly certificate: CertificateTrust
}

const systems = { macOS: 'macOS', linux: 'Linux', windows: 'Windows' } as const

/** How browsers and programs come to trust the certificate. */
export function CertificatePanel({ certificate }: CertificatePanelProps): ReactElement {
  const { authority, commands } = certificate
  return (
    <Panel title="Certificate">
      <p className={text}>
        The certificate is this computer’s own. A browser trusts it after one of these commands and
        a restart; a program in Node takes the variable.
      </p>
      {commands.map(({ system, command, note }) => (
        <Disclosure key={system} isQuiet>
          <DisclosureTitle level={3}>{systems[system]}</DisclosureTitle>
          <DisclosurePanel>
            <CodeBlock name={`command for ${systems[system]}`} code={command} />
            {note}
          </DisclosurePanel>
        </Disclosure>
      ))}
      <CodeBlock name="variable for Node" code={`NODE_EXTRA_CA_CERTS=${authority}`} />
    </Panel>
  )
}

const text = style({ font: 'body', margin: 0 })
