import type { SeedCredential } from '@mudbrick/sandbox'
import { Tab, TabList, TabPanel, Tabs } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Panel } from '../parts/panel.tsx'
import { Aside } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { writeSnippets } from './use-it.ts'

export interface UsePanelProps {
  readonly credential: SeedCredential
}

/** What an application needs to use the credential. */
export function UsePanel({ credential }: UsePanelProps): ReactElement {
  const run = useQuery(queries.run)
  if (run.error !== null) return <Failure title="Use it cannot be shown" error={run.error} />
  if (run.data === undefined) return <Loading>Asking for the addresses</Loading>
  const snippets = writeSnippets(credential, run.data.origins)
  return (
    <Panel title="Use it">
      <Tabs aria-label="Use it">
        <TabList>
          {snippets.map(({ name }) => (
            <Tab key={name} id={name}>
              {name}
            </Tab>
          ))}
        </TabList>
        {snippets.map(({ name, code }) => (
          <TabPanel key={name} id={name}>
            <CodeBlock name={name} code={code} />
          </TabPanel>
        ))}
      </Tabs>
      <Aside>
        Adobe’s Console has no such panel. The variables are those of the tutorials and the samples;
        the .env has the client secret in it, if there is one: never commit it.
      </Aside>
    </Panel>
  )
}
