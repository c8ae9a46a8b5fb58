import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Panel } from '../parts/panel.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { CertificatePanel } from './certificate-panel.tsx'
import { CredentialsTable } from './credentials-table.tsx'
import { ServicesTable } from './services-table.tsx'
import { UsersTable } from './users-table.tsx'

/** Where everything is, whether this browser gets there, and who can sign in. */
export function Overview(): ReactElement {
  const run = useQuery(queries.run)
  const users = useQuery(queries.users)
  const credentials = useQuery(queries.credentials)
  const error = run.error ?? users.error ?? credentials.error
  return (
    <>
      <PageHeading title="Overview">
        A local Adobe: IMS to sign in at, an AEM author and Commerce to call, offline.
      </PageHeading>
      <div className={panels}>
        {error !== null && <Failure title="The overview cannot be shown" error={error} />}
        <Panel title="Services">
          {run.data ? <ServicesTable origins={run.data.origins} /> : <Loading>Asking</Loading>}
        </Panel>
        {run.data?.certificate && <CertificatePanel certificate={run.data.certificate} />}
        <Panel title="Users">
          {users.data ? <UsersTable users={users.data} /> : <Loading>Asking</Loading>}
        </Panel>
        <Panel title="Credentials">
          {credentials.data ? (
            <CredentialsTable credentials={credentials.data} />
          ) : (
            <Loading>Asking</Loading>
          )}
        </Panel>
      </div>
    </>
  )
}

const panels = style({ display: 'flex', flexDirection: 'column', gap: 24 })
