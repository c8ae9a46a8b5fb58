import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { DecodedToken } from '@mudbrick/sandbox'
import type { ReactElement } from 'react'

import { PlainTable } from '../parts/plain-table.tsx'

export interface TokenProps {
  readonly token: DecodedToken
}

/** What a token says, its dates in words. */
export function Token({ token: { name, header, claims, lifetime } }: TokenProps): ReactElement {
  return (
    <Disclosure isQuiet size="S">
      <DisclosureTitle level={5}>{name}</DisclosureTitle>
      <DisclosurePanel>
        {lifetime !== undefined && <p className={paragraph}>{lifetime}</p>}
        <PlainTable
          label={`Content of the ${name}`}
          headings={['Member', 'Value', 'Meaning']}
          rows={[
            ...header.map((claim) => ({ ...claim, name: `header.${claim.name}` })),
            ...claims,
          ].map(({ name: member, value, inWords, about }) => ({
            key: member,
            cells: [
              <code key="name">{member}</code>,
              <code key="value">{value}</code>,
              [inWords, about?.text].filter(Boolean).join('. '),
            ],
          }))}
        />
      </DisclosurePanel>
    </Disclosure>
  )
}

const paragraph = style({ font: 'body-sm', margin: 0, marginBottom: 8 })
