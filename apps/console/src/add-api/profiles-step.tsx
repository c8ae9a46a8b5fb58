import type { ListedApi } from '@mudbrick/sandbox'
import { Button, Checkbox, CheckboxGroup, Form, TextField } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { queries } from '../control/queries.ts'
import { Panel } from '../parts/panel.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { Failure, Loading } from '../parts/states.tsx'
import type { Draft } from './draft.ts'

export interface ProfilesStepProps {
  readonly api: ListedApi
  readonly organization: string
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
  readonly onBack: () => void
  readonly onNext: () => void
}

/** Step 3 for programs: what the service account may do. */
export function ProfilesStep(props: ProfilesStepProps): ReactElement {
  const { api, organization, draft, onChange, onBack, onNext } = props
  const organizations = useQuery(queries.organizations)
  if (organizations.error !== null)
    return <Failure title="The product profiles cannot be shown" error={organizations.error} />
  if (organizations.data === undefined) return <Loading>Asking for the product profiles</Loading>
  const profiles =
    organizations.data
      .find(({ id }) => id === organization)
      ?.productProfiles.filter(({ serviceCode }) => serviceCode === api.serviceCode) ?? []
  const isNamed = draft.name.trim().length > 0 && draft.name.length <= 45
  return (
    <Panel title="Select product profiles">
      <Form validationBehavior="aria">
        <TextField
          label="Credential name"
          isRequired
          value={draft.name}
          onChange={(name) => onChange({ name })}
          isInvalid={!isNamed}
          errorMessage="Write 1 to 45 characters."
        />
        <CheckboxGroup
          label="Product profiles"
          value={[...draft.productProfiles]}
          onChange={(productProfiles) => onChange({ productProfiles })}
        >
          {profiles.map(({ name }) => (
            <Checkbox key={name} value={name}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      </Form>
      <Aside>
        Your integration’s service account will gain access to granular features based on the
        selected product profiles. Without any, every call that needs a right is refused.
      </Aside>
      <Row>
        <Button variant="secondary" onPress={onBack}>
          Back
        </Button>
        <Button variant="accent" isDisabled={!isNamed} onPress={onNext}>
          Next
        </Button>
      </Row>
    </Panel>
  )
}
