import type { SeedUserCredential } from '@mudbrick/sandbox'
import { Button, Form, Radio, RadioGroup, TextArea } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { useAction } from '../control/use-action.ts'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { changeCredential } from './change-credential.ts'

export interface BetaUsersPanelProps {
  readonly credential: SeedUserCredential
}

/** Who may sign in while the application is in development. */
export function BetaUsersPanel({ credential }: BetaUsersPanelProps): ReactElement {
  const { clientId } = credential
  const [text, setText] = useState((credential.betaUsers ?? []).join(', '))
  const [status, setStatus] = useState(credential.status ?? 'production')
  const action = useAction()
  const queryClient = useQueryClient()
  const betaUsers = text.split(/[\s,]+/).filter((email) => email !== '')
  const save = (): Promise<boolean> =>
    action.run(
      () =>
        changeCredential(queryClient, clientId, (now) =>
          now.type === 'server-to-server' ? now : { ...now, status, betaUsers },
        ),
      'Beta users saved',
    )
  return (
    <Panel title="Beta users">
      <Form
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <RadioGroup
          label="Who may sign in"
          value={status}
          onChange={(value) => setStatus(value === 'development' ? 'development' : 'production')}
        >
          <Radio value="development">Beta users only, as in development</Radio>
          <Radio value="production">All users, as in production</Radio>
        </RadioGroup>
        <TextArea
          label="Email addresses"
          description="Separated by commas, 25 at most."
          value={text}
          onChange={setText}
          isInvalid={action.error !== undefined}
          errorMessage={action.error ?? ''}
        />
        <Row>
          <Button variant="secondary" onPress={() => setText('')}>
            Clear list
          </Button>
          <Button type="submit" variant="accent" isPending={action.isRunning}>
            Save
          </Button>
        </Row>
      </Form>
      <Aside>
        At Adobe an application is in development until Adobe has approved it. Here all users may
        sign in unless you choose otherwise.
      </Aside>
      <SameCall
        code={`const credential = sandbox.credentials.get('${clientId}')\nsandbox.credentials.put({ ...credential, ${formatChange({ status, betaUsers })} })`}
        method="PUT"
        path={`/credentials/${encodeURIComponent(clientId)}`}
        body={{ ...credential, status, betaUsers, ...(credential.secrets && { secrets: ['…'] }) }}
      />
    </Panel>
  )
}

function formatChange(change: object): string {
  return Object.entries(change)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')
}
