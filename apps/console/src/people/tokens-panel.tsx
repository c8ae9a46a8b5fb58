import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { Instant } from '../parts/instant.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside } from '../parts/stack.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { emailOf, type OfUsersProps } from './consents-panel.tsx'
import { RemoveButton } from './remove-button.tsx'

const shownAtMost = 100

/** The tokens that were issued, without their text. */
export function TokensPanel({ users }: OfUsersProps): ReactElement {
  const { data, error } = useQuery(queries.tokens)
  const shown = (data ?? []).toReversed().slice(0, shownAtMost)
  return (
    <Panel title="Tokens">
      {error !== null ? (
        <Failure title="The tokens cannot be shown" error={error} />
      ) : data === undefined ? (
        <Loading>Asking for the tokens</Loading>
      ) : data.length === 0 ? (
        <Empty title="No tokens">Applications get them when a user has signed in.</Empty>
      ) : (
        <PlainTable
          label="Tokens"
          headings={['User', 'Application', 'Kind', 'Issued', 'Expires', 'End']}
          rows={shown.map(({ id, kind, clientId, userId, issuedAt, expiresAt, isEnded }) => ({
            key: id,
            cells: [
              emailOf(users, userId),
              clientId,
              kind === 'access_token' ? 'Access token' : 'Refresh token',
              <Instant key="from" at={issuedAt} />,
              <Instant key="to" at={expiresAt} />,
              isEnded ? (
                'Ended'
              ) : (
                <RemoveButton
                  key="end"
                  name={`the token of ${emailOf(users, userId)}`}
                  path={`/tokens/${encodeURIComponent(id)}`}
                >
                  Revoke
                </RemoveButton>
              ),
            ],
          }))}
        />
      )}
      {(data?.length ?? 0) > shownAtMost && <Aside>The newest {shownAtMost} are shown.</Aside>}
      <SameCall code="sandbox.tokens.end(id)" method="DELETE" path="/tokens/$ID" />
    </Panel>
  )
}
