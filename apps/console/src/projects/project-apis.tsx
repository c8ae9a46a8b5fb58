import type { Project, ProjectApi } from '@mudbrick/sandbox'
import { ActionButton } from '@react-spectrum/s2'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { call } from '../control/call.ts'
import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { PlainTable } from '../parts/plain-table.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'

export interface ProjectApisProps {
  readonly project: Project
}

/** The APIs that were added to a project. */
export function ProjectApis({ project }: ProjectApisProps): ReactElement {
  const apis = useQuery(queries.apis(project.organization))
  const action = useAction()
  const queryClient = useQueryClient()
  if (apis.error !== null) return <Failure title="The APIs cannot be shown" error={apis.error} />
  if (apis.data === undefined) return <Loading>Asking for the APIs</Loading>
  if (project.apis.length === 0)
    return <Empty title="Get started with your new project">Add an API to get credentials.</Empty>

  const nameOf = ({ code }: ProjectApi): string =>
    apis.data.find((api) => api.code === code)?.name ?? code
  const remove = (api: ProjectApi): Promise<boolean> =>
    action.run(
      async () => {
        const body = { project: project.id, api: api.code }
        await call('/projects/remove-api', { method: 'POST', body })
        await queryClient.invalidateQueries()
      },
      `Removed: ${nameOf(api)}`,
    )
  return (
    <>
      {action.error !== undefined && (
        <Failure title="The API was not removed" error={new Error(action.error)} />
      )}
      <PlainTable
        label="APIs"
        headings={['API', 'Connected credentials', 'Product profiles', 'Remove']}
        rows={project.apis.map((api) => ({
          key: api.code,
          cells: [
            nameOf(api),
            api.clientIds.join(', '),
            api.productProfiles.join(', ') || 'Those of the user',
            <ActionButton
              key="remove"
              aria-label={`Remove API ${nameOf(api)}`}
              onPress={() => void remove(api)}
            >
              Remove API
            </ActionButton>,
          ],
        }))}
      />
    </>
  )
}
