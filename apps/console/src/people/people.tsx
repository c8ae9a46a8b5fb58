import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Stack } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { ConsentsPanel } from './consents-panel.tsx'
import { OrganizationPanel } from './organization-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { TokensPanel } from './tokens-panel.tsx'
import { UsersPanel } from './users-panel.tsx'

/** Who can sign in, what they may do, and what they have allowed: parts of the Admin Console, and of IMS. */
export function People(): ReactElement {
  const users = useQuery(queries.users)
  const organizations = useQuery(queries.organizations)
  const error = users.error ?? organizations.error
  return (
    <>
      <PageHeading title="People">
        Users, product profiles, and what is in force for them. At Adobe, profiles are given in the
        Admin Console, and consents, browsers and tokens cannot be seen.
      </PageHeading>
      {error !== null ? (
        <Failure title="The people cannot be shown" error={error} />
      ) : users.data === undefined || organizations.data === undefined ? (
        <Loading>Asking for the people</Loading>
      ) : (
        <Stack>
          <UsersPanel users={users.data} organizations={organizations.data} />
          {organizations.data.map((organization) => (
            <OrganizationPanel key={organization.id} organization={organization} />
          ))}
          <ConsentsPanel users={users.data} />
          <SessionsPanel users={users.data} />
          <TokensPanel users={users.data} />
        </Stack>
      )}
    </>
  )
}
