import type { ListedApi, Project, SeedCredential } from '@mudbrick/sandbox'
import { Button, LinkButton } from '@react-spectrum/s2'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'

import { call } from '../control/call.ts'
import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { PageHeading } from '../parts/page-heading.tsx'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Row, Stack } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import { WithProject } from '../projects/with-project.tsx'
import { ApiCards } from './api-cards.tsx'
import { AddressesStep } from './addresses-step.tsx'
import { type Draft, scopesOf, writeAddedApi } from './draft.ts'
import { ProfilesStep } from './profiles-step.tsx'
import { ScopesTable } from './scopes-table.tsx'
import { TypeStep } from './type-step.tsx'

/** The four steps in which an API is added to a project; each has an address. */
export function AddApi(): ReactElement {
  const { id = '' } = useParams()
  return (
    <WithProject id={id}>
      {(project, credentials) => <AddToProject project={project} credentials={credentials} />}
    </WithProject>
  )
}

interface AddToProjectProps {
  readonly project: Project
  readonly credentials: readonly SeedCredential[]
}

function AddToProject({ project, credentials }: AddToProjectProps): ReactElement {
  const apis = useQuery(queries.apis(project.organization))
  const [parameters, setParameters] = useSearchParams()
  const [draft, setDraft] = useState<Draft>({
    name: `Credential in ${project.title}`.slice(0, 45),
    defaultRedirectUri: '',
    patterns: '',
    productProfiles: [],
    clientId: parameters.get('clientId') ?? undefined,
  })
  if (apis.error !== null) return <Failure title="The APIs cannot be shown" error={apis.error} />
  if (apis.data === undefined) return <Loading>Asking for the APIs</Loading>

  const api = apis.data.find(({ code }) => code === parameters.get('api'))
  const type = api?.types.find((candidate) => candidate === (draft.type ?? parameters.get('type')))
  const known = credentials.find(({ clientId }) => clientId === draft.clientId)
  const step = findStep(parameters.get('step'), api, known?.type ?? type)
  const go = (next: string, changes?: Readonly<Record<string, string>>): void => {
    const kept = changes === undefined ? Object.fromEntries(parameters) : { api: api?.code ?? '' }
    setParameters({ ...kept, ...changes, step: next })
  }
  const change = (changes: Partial<Draft>): void => setDraft({ ...draft, ...changes })
  const current = { ...draft, ...(type !== undefined && { type }) }

  return (
    <>
      <PageHeading title={api === undefined || step === 'api' ? 'Add an API' : 'Configure API'}>
        {step === 'api'
          ? 'Add a REST API to your project to access Adobe services and products. The list has what the sandbox serves, and some that it does not.'
          : api?.name}
      </PageHeading>
      {step === 'api' || api === undefined ? (
        <ApiCards
          apis={apis.data}
          organization={project.organization}
          chosen={api?.code}
          onNext={(code) => go('type', { api: code })}
        />
      ) : step === 'type' ? (
        <TypeStep
          api={api}
          draft={current}
          credentials={credentials}
          onChange={change}
          onBack={() => go('api')}
          onNext={(next) => go(next.clientId === undefined ? 'details' : 'scopes', next)}
        />
      ) : step === 'details' && type === 'server-to-server' ? (
        <ProfilesStep
          api={api}
          organization={project.organization}
          draft={current}
          onChange={change}
          onBack={() => go('type')}
          onNext={() => go('scopes')}
        />
      ) : step === 'details' && type !== undefined && type !== 'server-to-server' ? (
        <AddressesStep
          type={type}
          draft={current}
          onChange={change}
          onBack={() => go('type')}
          onNext={() => go('scopes')}
        />
      ) : (
        <ScopesStep
          project={project}
          api={api}
          draft={current}
          known={known}
          onBack={() => go(known === undefined ? 'details' : 'type')}
        />
      )}
    </>
  )
}

/** The step of the address, or the first one that lacks something. */
function findStep(
  asked: string | null,
  api: ListedApi | undefined,
  type: SeedCredential['type'] | undefined,
): string {
  if (asked === 'api' || api === undefined || api.disabledReasons.length > 0) return 'api'
  if (asked === null || type === undefined) return 'type'
  return asked
}

interface ScopesStepProps {
  readonly project: Project
  readonly api: ListedApi
  readonly draft: Draft
  readonly known: SeedCredential | undefined
  readonly onBack: () => void
}

function ScopesStep({ project, api, draft, known, onBack }: ScopesStepProps): ReactElement {
  const action = useAction()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const type = known?.type ?? draft.type ?? 'single-page-app'
  const scopes = [...new Set([...(known?.scopes ?? []), ...scopesOf(api, type)])]
  const body = writeAddedApi(project.id, api.code, draft)
  const save = (): Promise<boolean> =>
    action.run(async () => {
      const saved = await call<SeedCredential>('/projects/add-api', { method: 'POST', body })
      await queryClient.invalidateQueries()
      await navigate(`/projects/${project.id}/credentials/${encodeURIComponent(saved.clientId)}`)
    }, 'API configured successfully')
  return (
    <Panel title="Scopes">
      <Stack>
        {action.error !== undefined && (
          <Failure title="The API was not added" error={new Error(action.error)} />
        )}
        <ScopesTable scopes={scopes} formerly={known?.scopes ?? []} />
        <Row>
          <LinkButton variant="secondary" href={`/projects/${project.id}`}>
            Cancel
          </LinkButton>
          <Button variant="secondary" onPress={onBack}>
            Back
          </Button>
          <Button variant="accent" isPending={action.isRunning} onPress={() => void save()}>
            Save configured API
          </Button>
        </Row>
        <SameCall
          code={`sandbox.projects.addApi(${JSON.stringify(body, undefined, 2)})`}
          method="POST"
          path="/projects/add-api"
          body={body}
        />
      </Stack>
    </Panel>
  )
}
