import type { Project, SeedCredential } from '@mudbrick/sandbox'
import { Link } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'

import { queries } from '../control/queries.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Failure, Loading } from '../parts/states.tsx'

export interface WithProjectProps {
  readonly id: string
  readonly children: (project: Project, credentials: readonly SeedCredential[]) => ReactNode
}

/** Shows something of a project, once that is there. */
export function WithProject({ id, children }: WithProjectProps): ReactNode {
  const projects = useQuery(queries.projects)
  const credentials = useQuery(queries.credentials)
  const error = projects.error ?? credentials.error
  if (error !== null) return <Failure title="The project cannot be shown" error={error} />
  if (projects.data === undefined || credentials.data === undefined)
    return <Loading>Asking for the project</Loading>
  const project = projects.data.find((candidate) => candidate.id === id)
  if (project === undefined) return <NoProject />
  const own = credentials.data.filter(({ clientId }) => project.credentials.includes(clientId))
  return children(project, own)
}

function NoProject(): ReactElement {
  return (
    <PageHeading title="There is no such project">
      It was deleted, or forgotten by a reset. See the <Link href="/projects">projects</Link>.
    </PageHeading>
  )
}
