import type { SeedCredential } from '@mudbrick/sandbox'
import { Button, ButtonGroup, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { splitPatterns } from '../add-api/draft.ts'
import { RedirectUriFields } from '../add-api/redirect-uri-fields.tsx'
import { useAction } from '../control/use-action.ts'
import { Failure } from '../parts/states.tsx'
import { changeCredential } from './change-credential.ts'

export interface EditCredentialDialogProps {
  readonly credential: SeedCredential
}

/** Changes the name and the redirect URIs of a credential. */
export function EditCredentialDialog({ credential }: EditCredentialDialogProps): ReactElement {
  const [name, setName] = useState(credential.name)
  const isService = credential.type === 'server-to-server'
  const [defaultRedirectUri, setDefault] = useState(isService ? '' : credential.defaultRedirectUri)
  const [patterns, setPatterns] = useState(
    isService ? '' : credential.redirectUriPatterns.join(',\n'),
  )
  const action = useAction()
  const queryClient = useQueryClient()
  const save = (): Promise<boolean> =>
    action.run(
      () =>
        changeCredential(queryClient, credential.clientId, (now) =>
          now.type === 'server-to-server'
            ? { ...now, name }
            : { ...now, name, defaultRedirectUri, redirectUriPatterns: splitPatterns(patterns) },
        ),
      'Credential saved',
    )
  return (
    <Dialog size="L">
      {({ close }) => (
        <>
          <Heading slot="title">Edit credential</Heading>
          <Content>
            <Form validationBehavior="aria">
              <TextField label="Credential name" isRequired value={name} onChange={setName} />
              {!isService && credential.type !== 'native-app' && (
                <RedirectUriFields
                  type={credential.type}
                  defaultRedirectUri={defaultRedirectUri}
                  patterns={patterns}
                  isTried
                  onChange={(change) => {
                    if (change.defaultRedirectUri !== undefined)
                      setDefault(change.defaultRedirectUri)
                    if (change.patterns !== undefined) setPatterns(change.patterns)
                  }}
                />
              )}
            </Form>
            {action.error !== undefined && (
              <Failure title="Not saved" error={new Error(action.error)} />
            )}
          </Content>
          <ButtonGroup>
            <Button variant="secondary" onPress={close}>
              Cancel
            </Button>
            <Button
              variant="accent"
              isPending={action.isRunning}
              onPress={() => void save().then((isDone) => isDone && close())}
            >
              Save
            </Button>
          </ButtonGroup>
        </>
      )}
    </Dialog>
  )
}
