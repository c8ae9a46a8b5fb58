import type { SeedUserCredential } from '@mudbrick/sandbox'
import { Button, Form, TextField } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { useAction } from '../control/use-action.ts'
import { Panel } from '../parts/panel.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { Failure } from '../parts/states.tsx'
import { credentialTypes } from '../projects/credential-types.ts'
import { type Draft, splitPatterns } from './draft.ts'
import { judge, RedirectUriFields } from './redirect-uri-fields.tsx'

export interface AddressesStepProps {
  readonly type: SeedUserCredential['type']
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
  readonly onBack: () => void
  readonly onNext: () => void
}

/** Step 3 for users: where IMS may send the answer. */
export function AddressesStep(props: AddressesStepProps): ReactElement {
  const { type, draft, onChange, onBack, onNext } = props
  const [isTried, setIsTried] = useState(false)
  const isNative = type === 'native-app'
  const addresses = {
    type,
    defaultRedirectUri: draft.defaultRedirectUri,
    redirectUriPatterns: splitPatterns(draft.patterns),
  }
  const queryClient = useQueryClient()
  const action = useAction()
  const isNamed = draft.name.trim().length > 0 && draft.name.length <= 45
  const proceed = async (): Promise<void> => {
    setIsTried(true)
    if (!isNamed) return
    if (isNative) return onNext()
    await action.run(async () => {
      const { problems } = await queryClient.fetchQuery(judge(addresses))
      if (problems.length === 0) onNext()
    })
  }
  return (
    <Panel title={`Configure ${credentialTypes[type].name} credential`}>
      <Form validationBehavior="aria">
        <TextField
          label="Credential name"
          description="At Adobe, one of a kind in the organization."
          isRequired
          value={draft.name}
          onChange={(name) => onChange({ name })}
          isInvalid={!isNamed}
          errorMessage="Write 1 to 45 characters."
        />
        {!isNative && (
          <RedirectUriFields
            type={type}
            defaultRedirectUri={draft.defaultRedirectUri}
            patterns={draft.patterns}
            isTried={isTried}
            onChange={onChange}
          />
        )}
      </Form>
      {isNative && (
        <Aside>
          A native app has nothing to enter: the Console makes an address of its own scheme,
          adobe+…://adobeid/….
        </Aside>
      )}
      {action.error !== undefined && (
        <Failure title="The addresses were not judged" error={new Error(action.error)} />
      )}
      <Row>
        <Button variant="secondary" onPress={onBack}>
          Back
        </Button>
        <Button variant="accent" onPress={() => void proceed()}>
          Next
        </Button>
      </Row>
    </Panel>
  )
}
