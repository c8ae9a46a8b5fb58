import type { SeedOrganization, SeedUser } from '@mudbrick/sandbox'
import { ActionButton, Button, DialogTrigger } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Row } from '../parts/stack.tsx'
import { Empty } from '../parts/states.tsx'
import { RemoveButton } from './remove-button.tsx'
import { UserDialog } from './user-dialog.tsx'

export interface UsersPanelProps {
  readonly users: readonly SeedUser[]
  readonly organizations: readonly SeedOrganization[]
}

/** The users, and their product profiles. */
export function UsersPanel({ users, organizations }: UsersPanelProps): ReactElement {
  const nameOf = (id: string | undefined): string =>
    organizations.find((organization) => organization.id === id)?.name ?? 'None'
  return (
    <Panel
      title="Users"
      actions={
        <DialogTrigger>
          <Button variant="accent">Add user</Button>
          <UserDialog organizations={organizations} />
        </DialogTrigger>
      }
    >
      {users.length === 0 ? (
        <Empty title="No users">Add one to sign in as.</Empty>
      ) : (
        <PlainTable
          label="Users"
          headings={['Email', 'Organization', 'Product profiles', 'Note', 'Change']}
          rows={users.map((user) => ({
            key: user.id,
            cells: [
              user.email,
              nameOf(user.organization),
              user.productProfiles.join(', ') || 'None',
              user.note,
              <Row key="change">
                <DialogTrigger>
                  <ActionButton size="S" aria-label={`Edit ${user.email}`}>
                    Edit
                  </ActionButton>
                  <UserDialog user={user} organizations={organizations} />
                </DialogTrigger>
                <RemoveButton name={user.email} path={`/users/${encodeURIComponent(user.id)}`}>
                  Remove
                </RemoveButton>
              </Row>,
            ],
          }))}
        />
      )}
      <SameCall
        code="sandbox.users.put({ email: 'grace@wknd.test', productProfiles: [] })"
        method="POST"
        path="/users"
        body={{ email: 'grace@wknd.test', productProfiles: [] }}
      />
    </Panel>
  )
}
