import type { Project, SeedCredential } from '@mudbrick/sandbox'
import { Button, DialogTrigger, Link, LinkButton } from '@react-spectrum/s2'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useNavigate, useParams } from 'react-router'

import { call } from '../control/call.ts'
import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Row, Stack } from '../parts/stack.tsx'
import { Empty, Failure } from '../parts/states.tsx'
import { credentialTypes } from './credential-types.ts'
import { downloadJson } from './download.ts'
import { EditProjectDialog } from './edit-project-dialog.tsx'
import { ProjectApis } from './project-apis.tsx'
import { WithProject } from './with-project.tsx'

/** The overview of a project. */
export function ProjectPage(): ReactElement {
  const { id = '' } = useParams()
  return (
    <WithProject id={id}>
      {(project, credentials) => <ProjectOverview project={project} credentials={credentials} />}
    </WithProject>
  )
}

interface ProjectOverviewProps {
  readonly project: Project
  readonly credentials: readonly SeedCredential[]
}

function ProjectOverview({ project, credentials }: ProjectOverviewProps): ReactElement {
  const organizations = useQuery(queries.organizations)
  const organization = organizations.data?.find(({ id }) => id === project.organization)
  const downloading = useAction()
  const { title, description, createdAt, modifiedAt } = project
  const download = (): Promise<boolean> =>
    downloading.run(async () => downloadJson(title, await call(`/projects/${project.id}/file`)))
  return (
    <>
      <PageHeading title={title}>{description || 'No description'}</PageHeading>
      <Stack>
        <Panel
          title="Project overview"
          actions={
            <Row>
              <Button
                variant="secondary"
                isPending={downloading.isRunning}
                onPress={() => void download()}
              >
                Download
              </Button>
              <DialogTrigger>
                <Button variant="secondary">Edit project</Button>
                <EditProjectDialog project={project} />
              </DialogTrigger>
              <DeleteProject project={project} />
            </Row>
          }
        >
          {downloading.error !== undefined && (
            <Failure title="The project was not downloaded" error={new Error(downloading.error)} />
          )}
          <PlainTable
            label="Project"
            headings={['Organization', 'Last modified', 'Created']}
            rows={[
              {
                key: project.id,
                cells: [
                  organization?.name ?? project.organization,
                  when(modifiedAt),
                  when(createdAt),
                ],
              },
            ]}
          />
          <SameCall
            code={`sandbox.projects.download('${project.id}')`}
            method="GET"
            path={`/projects/${project.id}/file`}
          />
        </Panel>
        <Panel
          title="APIs"
          actions={
            <LinkButton variant="accent" href={`/projects/${project.id}/add-api`}>
              Add API
            </LinkButton>
          }
        >
          <ProjectApis project={project} />
        </Panel>
        <Panel title="Credentials">
          <Credentials project={project} credentials={credentials} />
        </Panel>
      </Stack>
    </>
  )
}

function when(at: number): string {
  return at === 0 ? 'At the start' : new Date(at).toLocaleString('en-GB')
}

interface DeleteProjectProps {
  readonly project: Project
}

function DeleteProject({ project }: DeleteProjectProps): ReactElement {
  const action = useAction()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const remove = (): Promise<boolean> =>
    action.run(async () => {
      await call(`/projects/${project.id}`, { method: 'DELETE' })
      await navigate('/projects')
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
    }, 'Project deleted')
  return (
    <DialogTrigger>
      <Button variant="negative">Delete project</Button>
      <ConfirmDialog
        title="Are you sure you want to delete this project?"
        name={project.title}
        keep="Do not delete"
        confirm="Delete project"
        action={action}
        onConfirm={remove}
      >
        Its credentials are deleted with it: applications that use them can no longer sign in.
      </ConfirmDialog>
    </DialogTrigger>
  )
}

function Credentials({ project, credentials }: ProjectOverviewProps): ReactElement {
  if (credentials.length === 0)
    return <Empty title="No credentials yet">They come with the first API.</Empty>
  return (
    <PlainTable
      label="Credentials"
      headings={['Name', 'Type', 'Client ID']}
      rows={credentials.map(({ clientId, name, type }) => ({
        key: clientId,
        cells: [
          <Link
            key="name"
            href={`/projects/${project.id}/credentials/${encodeURIComponent(clientId)}`}
          >
            {name}
          </Link>,
          credentialTypes[type].name,
          <code key="id">{clientId}</code>,
        ],
      }))}
    />
  )
}
