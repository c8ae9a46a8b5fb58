import type { Project } from '@mudbrick/sandbox'
import { Button, DialogTrigger, Link, Picker, PickerItem, SearchField } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

import { call } from '../control/call.ts'
import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { Instant } from '../parts/instant.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside, Row, Stack } from '../parts/stack.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { ImportDialog } from './import-dialog.tsx'

/** The projects of an organization, as the Developer Console lists them. */
export function Projects(): ReactElement {
  const navigate = useNavigate()
  const [parameters, setParameters] = useSearchParams()
  const [filter, setFilter] = useState('')
  const projects = useQuery(queries.projects)
  const organizations = useQuery(queries.organizations)
  const action = useAction()
  const organization =
    organizations.data?.find(({ id }) => id === parameters.get('organization')) ??
    organizations.data?.[0]
  const error = projects.error ?? organizations.error
  if (error !== null) return <Failure title="The projects cannot be shown" error={error} />
  if (projects.data === undefined || organization === undefined)
    return <Loading>Asking for the projects</Loading>

  const own = projects.data.filter((project) => project.organization === organization.id)
  const body = { organization: organization.id }
  const create = (): Promise<boolean> =>
    action.run(async () => {
      const { id } = await call<Project>('/projects', { method: 'POST', body })
      await navigate(`/projects/${id}`)
    }, 'Project created successfully')

  return (
    <>
      <PageHeading title={`${organization.name}’s projects`}>
        What the Adobe Developer Console calls projects: the APIs and credentials of one
        application. Adobe’s has events, Runtime and plugins too; the sandbox does not.
      </PageHeading>
      <Panel
        title="Projects"
        actions={
          <Row>
            <Picker
              aria-label="Organization"
              selectedKey={organization.id}
              onSelectionChange={(id) => setParameters({ organization: String(id) })}
            >
              {(organizations.data ?? []).map(({ id, name }) => (
                <PickerItem key={id} id={id}>
                  {name}
                </PickerItem>
              ))}
            </Picker>
            <DialogTrigger>
              <Button variant="secondary">Import</Button>
              <ImportDialog />
            </DialogTrigger>
            <Button variant="accent" isPending={action.isRunning} onPress={() => void create()}>
              Create new project
            </Button>
          </Row>
        }
      >
        {action.error !== undefined && (
          <Failure title="The project was not created" error={new Error(action.error)} />
        )}
        <SearchField
          aria-label="Filter"
          placeholder="Contains text…"
          value={filter}
          onChange={setFilter}
        />
        <ProjectsTable projects={own} filter={filter} />
        <SameCall
          code={`sandbox.projects.put(${JSON.stringify(body)})`}
          method="POST"
          path="/projects"
          body={body}
        />
      </Panel>
    </>
  )
}

interface ProjectsTableProps {
  readonly projects: readonly Project[]
  readonly filter: string
}

function ProjectsTable({ projects, filter }: ProjectsTableProps): ReactElement {
  const text = filter.trim().toLowerCase()
  const shown = projects.filter(({ title, description }) =>
    `${title} ${description}`.toLowerCase().includes(text),
  )
  if (shown.length === 0) {
    return projects.length === 0 ? (
      <Empty title="No projects yet">Create one, or import a file of the Developer Console.</Empty>
    ) : (
      <Empty title="No project contains this text">Clear the filter to see all of them.</Empty>
    )
  }
  return (
    <Stack>
      <PlainTable
        label="Projects"
        headings={['Title', 'Description', 'APIs', 'Credentials', 'Last modified']}
        rows={shown.map((project) => ({
          key: project.id,
          cells: [
            <Link key="title" href={`/projects/${project.id}`}>
              {project.title}
            </Link>,
            project.description || 'No description',
            project.apis.length,
            project.credentials.length,
            project.modifiedAt === 0 ? (
              'At the start'
            ) : (
              <Instant key="at" at={project.modifiedAt} />
            ),
          ],
        }))}
      />
      <Aside>
        {shown.length} of {projects.length} projects.
      </Aside>
    </Stack>
  )
}
