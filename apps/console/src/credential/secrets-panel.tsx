import type { SeedCredential } from '@mudbrick/sandbox'
import { Button, DialogTrigger } from '@react-spectrum/s2'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'

export interface SecretsPanelProps {
  readonly credential: SeedCredential
}

/** The one or two secrets of a credential. */
export function SecretsPanel({ credential }: SecretsPanelProps): ReactElement {
  const { clientId, secrets = [] } = credential
  const [isShown, setIsShown] = useState(false)
  const uses = useQuery(queries.secrets(clientId))
  const action = useAction()
  const queryClient = useQueryClient()
  const path = `/credentials/${encodeURIComponent(clientId)}/secrets`
  const add = (): Promise<boolean> =>
    action.run(async () => {
      await call(path, { method: 'POST' })
      await queryClient.invalidateQueries()
    }, 'Client secret added')
  return (
    <Panel
      title="Client secret"
      actions={
        <Row>
          <Button variant="secondary" onPress={() => setIsShown(!isShown)}>
            {isShown ? 'Hide client secret' : 'Retrieve client secret'}
          </Button>
          <Button variant="secondary" isPending={action.isRunning} onPress={() => void add()}>
            Add new client secret
          </Button>
        </Row>
      }
    >
      {action.error !== undefined && (
        <Failure title="No secret was added" error={new Error(action.error)} />
      )}
      {uses.error !== null && <Failure title="The uses cannot be shown" error={uses.error} />}
      {uses.data === undefined ? (
        <Loading>Asking when the secrets were used</Loading>
      ) : (
        <PlainTable
          label="Client secrets"
          headings={['Client secret', 'Created', 'Last used', 'Delete']}
          rows={secrets.map((secret, index) => ({
            key: secret,
            cells: [
              isShown ? (
                <CodeBlock key="secret" name={`client secret ${index + 1}`} code={secret} />
              ) : (
                `Secret ${index + 1}, hidden`
              ),
              when(uses.data[index]?.createdAt, 'At the start'),
              when(uses.data[index]?.lastUsedAt, 'This client secret has not been used yet'),
              secrets.length > 1 ? (
                <DeleteSecret key="delete" clientId={clientId} secret={secret} index={index} />
              ) : (
                'The last one stays'
              ),
            ],
          }))}
        />
      )}
      <Aside>
        Two at most, both good. Remove your old client secret once you have replaced it in your
        application.
      </Aside>
      <SameCall code={`sandbox.credentials.addSecret('${clientId}')`} method="POST" path={path} />
    </Panel>
  )
}

function when(at: number | undefined, otherwise: string): string {
  return at === undefined || at === 0 ? otherwise : new Date(at).toLocaleString('en-GB')
}

interface DeleteSecretProps {
  readonly clientId: string
  readonly secret: string
  readonly index: number
}

function DeleteSecret({ clientId, secret, index }: DeleteSecretProps): ReactElement {
  const action = useAction()
  const queryClient = useQueryClient()
  const remove = (): Promise<boolean> =>
    action.run(async () => {
      await call('/credentials/remove-secret', { method: 'POST', body: { clientId, secret } })
      await queryClient.invalidateQueries()
    }, 'Client secret deleted')
  return (
    <DialogTrigger>
      <Button variant="secondary" size="S" aria-label={`Delete client secret ${index + 1}`}>
        Delete
      </Button>
      <ConfirmDialog
        title="Delete this client secret?"
        keep="Do not delete"
        confirm="Delete client secret"
        action={action}
        onConfirm={remove}
      >
        Applications that still send it are refused.
      </ConfirmDialog>
    </DialogTrigger>
  )
}
