import type { ListedApi, SeedCredential } from '@mudbrick/sandbox'
import { Button, Radio, RadioGroup } from '@react-spectrum/s2'
import { type ReactElement, useState } from 'react'

import { Panel } from '../parts/panel.tsx'
import { Row } from '../parts/stack.tsx'
import { credentialTypes } from '../projects/credential-types.ts'
import type { Draft } from './draft.ts'

export interface TypeStepProps {
  readonly api: ListedApi
  readonly draft: Draft
  /** Those of the project. */
  readonly credentials: readonly SeedCredential[]
  readonly onChange: (changes: Partial<Draft>) => void
  readonly onBack: () => void
  readonly onNext: (parameters: Readonly<Record<string, string>>) => void
}

type Choice = 'user' | 'server' | 'known'

/** Step 2: who signs in, and with what kind of application. */
export function TypeStep(props: TypeStepProps): ReactElement {
  const { api, draft, credentials, onChange, onBack, onNext } = props
  const known = credentials.filter(({ type }) => api.types.includes(type))
  const ofUsers = api.types.filter((type) => type !== 'server-to-server')
  const [choice, setChoice] = useState<Choice | undefined>(choiceOf(draft))
  const isChosen =
    choice === 'server' ||
    (choice === 'known' && draft.clientId !== undefined) ||
    (choice === 'user' && draft.type !== undefined && draft.type !== 'server-to-server')

  const choose = (next: string): void => {
    setChoice(choices.find((candidate) => candidate === next))
    if (next === 'server') onChange({ type: 'server-to-server', clientId: undefined })
    if (next === 'user') onChange({ clientId: undefined })
  }
  const proceed = (): void =>
    onNext(
      draft.clientId !== undefined && choice === 'known'
        ? { clientId: draft.clientId }
        : { type: choice === 'server' ? 'server-to-server' : (draft.type ?? '') },
    )

  return (
    <Panel title="Choose the type of authentication you need">
      <RadioGroup aria-label="Type of authentication" value={choice ?? null} onChange={choose}>
        <Radio value="user" isDisabled={ofUsers.length === 0}>
          User Authentication
        </Radio>
        <Radio value="server" isDisabled={!api.types.includes('server-to-server')}>
          Server-to-Server Authentication
        </Radio>
        {known.length > 0 && <Radio value="known">A credential of this project</Radio>}
      </RadioGroup>
      {choice === 'user' && (
        <RadioGroup
          label="What kind of application are you trying to integrate with Adobe?"
          value={draft.type ?? null}
          onChange={(type) => onChange({ type: ofUsers.find((candidate) => candidate === type) })}
        >
          {ofUsers.map((type) => (
            <Radio key={type} value={type}>
              {credentialTypes[type].name} ({credentialTypes[type].kind})
            </Radio>
          ))}
        </RadioGroup>
      )}
      {choice === 'known' && (
        <RadioGroup
          label="Which credential gets the scopes of this API too?"
          value={draft.clientId ?? null}
          onChange={(clientId) => onChange({ clientId })}
        >
          {known.map(({ clientId, name, type }) => (
            <Radio key={clientId} value={clientId}>
              {name} ({credentialTypes[type].name}, {clientId})
            </Radio>
          ))}
        </RadioGroup>
      )}
      <Row>
        <Button variant="secondary" onPress={onBack}>
          Return to browse
        </Button>
        <Button variant="accent" isDisabled={!isChosen} onPress={proceed}>
          Next
        </Button>
      </Row>
    </Panel>
  )
}

const choices: readonly Choice[] = ['user', 'server', 'known']

function choiceOf({ clientId, type }: Draft): Choice | undefined {
  if (clientId !== undefined) return 'known'
  if (type === undefined) return undefined
  return type === 'server-to-server' ? 'server' : 'user'
}
