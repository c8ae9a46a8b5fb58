import type { Project, SeedCredential } from '@mudbrick/sandbox'
import { Link } from '@react-spectrum/s2'
import type { ReactElement } from 'react'
import { useParams } from 'react-router'

import { ScopesTable } from '../add-api/scopes-table.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { Panel } from '../parts/panel.tsx'
import { Stack } from '../parts/stack.tsx'
import { WithProject } from '../projects/with-project.tsx'
import { ApprovalPanel } from './approval-panel.tsx'
import { BetaUsersPanel } from './beta-users-panel.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { SecretsPanel } from './secrets-panel.tsx'
import { TokenPanel } from './token-panel.tsx'
import { UsePanel } from './use-panel.tsx'

/** A credential of a project. */
export function CredentialPage(): ReactElement {
  const { id = '', clientId = '' } = useParams()
  return (
    <WithProject id={id}>
      {(project, credentials) => {
        const credential = credentials.find((candidate) => candidate.clientId === clientId)
        return credential === undefined ? (
          <PageHeading title="There is no such credential">
            It was deleted, or forgotten by a reset. See{' '}
            <Link href={`/projects/${project.id}`}>{project.title}</Link>.
          </PageHeading>
        ) : (
          <Credential project={project} credential={credential} />
        )
      }}
    </WithProject>
  )
}

interface CredentialProps {
  readonly project: Project
  readonly credential: SeedCredential
}

function Credential({ project, credential }: CredentialProps): ReactElement {
  return (
    <>
      <PageHeading title={credential.name}>
        A credential of <Link href={`/projects/${project.id}`}>{project.title}</Link>.
      </PageHeading>
      <Stack>
        <DetailsPanel project={project} credential={credential} />
        {credential.secrets !== undefined && <SecretsPanel credential={credential} />}
        {credential.type === 'server-to-server' && <TokenPanel credential={credential} />}
        <Panel title="Scopes">
          <ScopesTable scopes={credential.scopes} />
        </Panel>
        <UsePanel credential={credential} />
        {credential.type !== 'server-to-server' && (
          <>
            <BetaUsersPanel credential={credential} />
            <ApprovalPanel project={project} credential={credential} />
          </>
        )}
      </Stack>
    </>
  )
}
