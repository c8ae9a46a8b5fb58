import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { Instant } from '../parts/instant.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { emailOf, type OfUsersProps } from './consents-panel.tsx'
import { RemoveButton } from './remove-button.tsx'

/** The browsers in which a user is signed in at IMS. */
export function SessionsPanel({ users }: OfUsersProps): ReactElement {
  const { data, error } = useQuery(queries.browserSessions)
  return (
    <Panel title="Browser sessions">
      {error !== null ? (
        <Failure title="The browser sessions cannot be shown" error={error} />
      ) : data === undefined ? (
        <Loading>Asking for the browser sessions</Loading>
      ) : data.length === 0 ? (
        <Empty title="No browser is signed in">A sign-in at IMS starts a browser session.</Empty>
      ) : (
        <PlainTable
          label="Browser sessions"
          headings={['User', 'Signed in', 'Expires', 'End']}
          rows={data.map(({ id, userId, signedInAt, expiresAt }) => ({
            key: id,
            cells: [
              emailOf(users, userId),
              <Instant key="from" at={signedInAt} />,
              <Instant key="to" at={expiresAt} />,
              <RemoveButton
                key="end"
                name={`the browser session of ${emailOf(users, userId)}`}
                path={`/browser-sessions/${encodeURIComponent(id)}`}
              >
                End
              </RemoveButton>,
            ],
          }))}
        />
      )}
      <SameCall
        code="sandbox.browserSessions.end(id)"
        method="DELETE"
        path="/browser-sessions/$ID"
      />
    </Panel>
  )
}
