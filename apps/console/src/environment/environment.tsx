import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Stack } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { AllowListPanel } from './allow-list-panel.tsx'
import { DeploysPanel } from './deploys-panel.tsx'
import { PoliciesPanel } from './policies-panel.tsx'

/** What is in force at the AEM author, and a way to put something else in force. */
export function Environment(): ReactElement {
  const files = useQuery(queries.aemConfiguration)
  const project = useQuery(queries.aemProject)
  const error = files.error ?? project.error
  return (
    <>
      <PageHeading title="Environment">
        Which pages a browser lets call the AEM author, and which clients may. At Adobe, Cloud
        Manager’s pipelines put such files in force, which takes minutes; here it takes none.
      </PageHeading>
      {error !== null ? (
        <Failure title="The environment cannot be shown" error={error} />
      ) : files.data === undefined || project.data === undefined ? (
        <Loading>Asking for the files in force</Loading>
      ) : (
        <Stack>
          <DeploysPanel project={project.data} />
          <PoliciesPanel files={files.data} isOwned={project.data !== null} />
          <AllowListPanel files={files.data} isOwned={project.data !== null} />
        </Stack>
      )}
    </>
  )
}
