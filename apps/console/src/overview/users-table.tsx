import type { SeedUser } from '@mudbrick/sandbox'
import type { ReactElement } from 'react'

import { PlainTable } from '../parts/plain-table.tsx'

export interface UsersTableProps {
  readonly users: readonly SeedUser[]
}

/** Who can sign in. */
export function UsersTable({ users }: UsersTableProps): ReactElement {
  return (
    <PlainTable
      label="Users"
      headings={['E-mail address', 'Password', 'Product profiles', 'Note']}
      rows={users.map(({ email, password, productProfiles, note }) => ({
        key: email,
        cells: [
          email,
          <code key="password">{password}</code>,
          productProfiles.join(', ') || 'None',
          note,
        ],
      }))}
    />
  )
}
