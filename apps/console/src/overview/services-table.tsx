import { Link, StatusLight } from '@react-spectrum/s2'
import type { SandboxOrigins } from '@mudbrick/sandbox'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { PlainTable } from '../parts/plain-table.tsx'

export interface ServicesTableProps {
  readonly origins: SandboxOrigins
}

/** Every service of the sandbox answers here, and keeps it out of the journal. */
const ownPath = '/origins.json'

/** The addresses of the services, and whether this browser gets there. */
export function ServicesTable({
  origins: { ims, aem, commerce },
}: ServicesTableProps): ReactElement {
  const services = [
    { name: 'Adobe IMS', origin: ims },
    { name: 'AEM author', origin: aem },
    { name: 'Commerce', origin: commerce },
  ]
  return (
    <PlainTable
      label="Services"
      headings={['Service', 'Address', 'This browser']}
      rows={services.map(({ name, origin }) => ({
        key: name,
        cells: [
          name,
          <Link key="link" href={`${origin}${ownPath}`} target="_blank">
            {origin}
          </Link>,
          <Reach key="reach" address={`${origin}${ownPath}`} />,
        ],
      }))}
    />
  )
}

interface ReachProps {
  readonly address: string
}

function Reach({ address }: ReachProps): ReactElement {
  const { data, isPending } = useQuery({
    queryKey: ['reach', address],
    queryFn: () => canReach(address),
    refetchInterval: ({ state }) => (state.data === true ? false : 3000),
  })
  if (isPending) return <StatusLight variant="neutral">Trying</StatusLight>
  return data === true ? (
    <StatusLight variant="positive">Gets there</StatusLight>
  ) : (
    <>
      <StatusLight variant="negative">Does not get there</StatusLight>
      Open the address once and accept its certificate, or trust the certificate as below.
    </>
  )
}

/** The answer may be a refusal, which arrives too; a page is not told of a certificate that is not trusted. */
async function canReach(address: string): Promise<boolean> {
  try {
    await fetch(address, { mode: 'no-cors', cache: 'no-store', credentials: 'omit' })
    return true
  } catch {
    return false
  }
}
