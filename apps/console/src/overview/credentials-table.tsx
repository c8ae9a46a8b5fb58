import type { SeedCredential } from '@mudbrick/sandbox'
import { Link } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { PlainTable } from '../parts/plain-table.tsx'

export interface CredentialsTableProps {
  readonly credentials: readonly SeedCredential[]
}

const kinds: Readonly<Record<SeedCredential['type'], string>> = {
  'single-page-app': 'Single-Page App',
  'native-app': 'Native App',
  'web-app': 'Web App',
  'server-to-server': 'Server-to-Server',
}

/** What applications name themselves by. */
export function CredentialsTable({ credentials }: CredentialsTableProps): ReactElement {
  return (
    <PlainTable
      label="Credentials"
      headings={['Client ID', 'Kind', 'Redirect URI', 'Flows']}
      rows={credentials.map((credential) => ({
        key: credential.clientId,
        cells: [
          <code key="id">{credential.clientId}</code>,
          kinds[credential.type],
          credential.type === 'server-to-server' ? (
            'None'
          ) : (
            <code key="uri">{credential.defaultRedirectUri}</code>
          ),
          <Link key="flows" href={`/flows?app=${encodeURIComponent(credential.clientId)}`}>
            Show
          </Link>,
        ],
      }))}
    />
  )
}
