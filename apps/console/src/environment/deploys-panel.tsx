import type { AemProject } from '@mudbrick/sandbox'
import { Button } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { Instant } from '../parts/instant.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside } from '../parts/stack.tsx'
import { Empty, Failure } from '../parts/states.tsx'

export interface DeploysPanelProps {
  /** The AEM project in use, if there is one. */
  readonly project: AemProject | null
}

/** The AEM project whose folder owns the files, and its deploys. */
export function DeploysPanel({ project }: DeploysPanelProps): ReactElement {
  const action = useAction()
  const queryClient = useQueryClient()
  if (project === null) {
    return (
      <Panel title="Deploys">
        <Empty title="No AEM project in use">
          The files below are the sandbox’s own. Started with --aem-project and a folder, it deploys
          each save of the files in it.
        </Empty>
      </Panel>
    )
  }
  const deploy = (): Promise<boolean> =>
    action.run(async () => {
      await call('/aem/project/deploy', { method: 'POST' })
      await queryClient.invalidateQueries()
    }, 'Deployed what has changed')
  return (
    <Panel
      title="Deploys"
      actions={
        <Button variant="accent" isPending={action.isRunning} onPress={() => void deploy()}>
          Deploy what has changed
        </Button>
      }
    >
      <Aside>
        {project.directory} owns the files, for an environment of the type {project.environment}:
        edit them there.
      </Aside>
      {action.error !== undefined && (
        <Failure title="Nothing was deployed" error={new Error(action.error)} />
      )}
      {project.deploys.length === 0 ? (
        <Empty title="No deploys yet">A save in the folder starts one.</Empty>
      ) : (
        <PlainTable
          label="Deploys"
          headings={['When', 'Pipeline', 'Outcome', 'Changes', 'Problems and notices']}
          rows={project.deploys.toReversed().map((one, index) => ({
            key: `${one.at} ${index}`,
            cells: [
              <Instant key="at" at={one.at} />,
              one.pipeline === 'config' ? 'Config' : 'Full-stack',
              one.outcome === 'deployed' ? 'Deployed' : 'Refused',
              one.changes.join(' ') || 'None',
              [...one.problems, ...one.notices].join(' ') || 'None',
            ],
          }))}
        />
      )}
      <SameCall code="await sandbox.aemProject.deploy()" method="POST" path="/aem/project/deploy" />
    </Panel>
  )
}
