import type { Project, SeedCredential } from '@mudbrick/sandbox'
import { Button, DialogTrigger } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { credentialTypes } from '../projects/credential-types.ts'
import { downloadJson } from '../projects/download.ts'
import { EditCredentialDialog } from './edit-credential-dialog.tsx'

export interface DetailsPanelProps {
  readonly project: Project
  readonly credential: SeedCredential
}

/** What names the credential, and where IMS sends its answers. */
export function DetailsPanel({ project, credential }: DetailsPanelProps): ReactElement {
  const { clientId, name, type } = credential
  return (
    <Panel
      title="Credential details"
      actions={
        <Row>
          <Button variant="secondary" onPress={() => downloadJson(name, credential)}>
            Download JSON
          </Button>
          <DialogTrigger>
            <Button variant="secondary">Edit credential</Button>
            <EditCredentialDialog credential={credential} />
          </DialogTrigger>
          <DeleteCredential project={project} credential={credential} />
        </Row>
      }
    >
      <Aside>
        {credentialTypes[type].name}: {credentialTypes[type].kind}. Download JSON gives the
        credential as a seed of the sandbox has it; Download in the project gives Adobe’s format.
      </Aside>
      <Value name="Client ID" text={clientId} />
      {credential.type === 'server-to-server' ? (
        <>
          <Value name="Technical account ID" text={credential.technicalAccount.id} />
          <Value name="Technical account email" text={credential.technicalAccount.email} />
          <Value name="Organization ID" text={credential.technicalAccount.organization} />
        </>
      ) : (
        <>
          <Value name="Redirect URI" text={credential.defaultRedirectUri} />
          {credential.redirectUriPatterns.map((pattern) => (
            <Value key={pattern} name="Redirect URI pattern" text={pattern} />
          ))}
        </>
      )}
      <SameCall
        code={`sandbox.credentials.get('${clientId}')`}
        method="GET"
        path={`/credentials/${encodeURIComponent(clientId)}`}
      />
    </Panel>
  )
}

interface ValueProps {
  readonly name: string
  readonly text: string
}

function Value({ name, text }: ValueProps): ReactElement {
  return (
    <div className={value}>
      <span className={label}>{name}</span>
      <CodeBlock name={name} code={text} />
    </div>
  )
}

function DeleteCredential({ project, credential }: DetailsPanelProps): ReactElement {
  const action = useAction()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const remove = (): Promise<boolean> =>
    action.run(async () => {
      await call(`/credentials/${encodeURIComponent(credential.clientId)}`, { method: 'DELETE' })
      await navigate(`/projects/${project.id}`)
      await queryClient.invalidateQueries()
    }, 'Credential deleted')
  return (
    <DialogTrigger>
      <Button variant="negative">Delete credential</Button>
      <ConfirmDialog
        title="Are you sure you want to delete this credential?"
        name={credential.name}
        keep="Do not delete"
        confirm="Delete credential"
        action={action}
        onConfirm={remove}
      >
        Applications that use it can no longer sign in.
      </ConfirmDialog>
    </DialogTrigger>
  )
}

const value = style({ display: 'flex', flexDirection: 'column', gap: 4 })
const label = style({ font: 'ui-sm', color: 'gray-800' })
