import type { SeedUser } from '@mudbrick/sandbox'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { RemoveButton } from './remove-button.tsx'

export interface OfUsersProps {
  readonly users: readonly SeedUser[]
}

/** What users have allowed applications. */
export function ConsentsPanel({ users }: OfUsersProps): ReactElement {
  const { data, error } = useQuery(queries.consents)
  return (
    <Panel title="Consents">
      {error !== null ? (
        <Failure title="The consents cannot be shown" error={error} />
      ) : data === undefined ? (
        <Loading>Asking for the consents</Loading>
      ) : data.length === 0 ? (
        <Empty title="No consents">They are given at the first sign-in to an application.</Empty>
      ) : (
        <PlainTable
          label="Consents"
          headings={['User', 'Application', 'Scopes', 'Take back']}
          rows={data.map(({ userId, clientId, scopes }) => ({
            key: `${userId} ${clientId}`,
            cells: [
              emailOf(users, userId),
              clientId,
              scopes.join(', '),
              <RemoveButton
                key="remove"
                name={`the consent of ${emailOf(users, userId)} to ${clientId}`}
                path={`/consents?${new URLSearchParams({ user: userId, clientId })}`}
              >
                Withdraw
              </RemoveButton>,
            ],
          }))}
        />
      )}
      <SameCall
        code="sandbox.consents.withdraw({ user: 'ada@wknd.test', clientId: 'wknd-spa' })"
        method="DELETE"
        path="/consents?user=ada%40wknd.test&clientId=wknd-spa"
      />
    </Panel>
  )
}

/** The e-mail address of a user, or the id of one who was removed. */
export function emailOf(users: readonly SeedUser[], id: string): string {
  return users.find((user) => user.id === id)?.email ?? id
}
