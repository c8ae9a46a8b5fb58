import type { SeedOrganization, SeedUser } from '@mudbrick/sandbox'
import {
  Button,
  ButtonGroup,
  Checkbox,
  CheckboxGroup,
  Content,
  Dialog,
  Form,
  Heading,
  Picker,
  PickerItem,
  TextField,
} from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { Failure } from '../parts/states.tsx'

export interface UserDialogProps {
  /** The one to change; a new one by default. */
  readonly user?: SeedUser
  readonly organizations: readonly SeedOrganization[]
}

const none = 'none'

/** Adds a user, or changes one. */
export function UserDialog({ user, organizations }: UserDialogProps): ReactElement {
  const [email, setEmail] = useState(user?.email ?? '')
  const [password, setPassword] = useState(user?.password ?? 'mudbrick')
  const [organization, setOrganization] = useState(
    user === undefined ? (organizations[0]?.id ?? none) : (user.organization ?? none),
  )
  const [productProfiles, setProductProfiles] = useState(user?.productProfiles ?? [])
  const action = useAction()
  const queryClient = useQueryClient()
  const offered = organizations.find(({ id }) => id === organization)?.productProfiles ?? []
  const names = offered.map(({ name }) => name)
  // Who is in an organization stays in one.
  const isIn = user?.organization !== undefined
  const choices = isIn ? organizations : [...organizations, { id: none, name: 'None' }]
  const save = (): Promise<boolean> =>
    action.run(async () => {
      const body = {
        email: email.trim(),
        password,
        productProfiles: productProfiles.filter((name) => names.includes(name)),
        ...(organization !== none && { organization }),
        ...(user === undefined && organization === none && { accountType: 'ind' }),
      }
      const { email: _, ...changes } = body
      await (user === undefined
        ? call('/users', { method: 'POST', body })
        : call(`/users/${encodeURIComponent(user.id)}`, { method: 'PUT', body: changes }))
      await queryClient.invalidateQueries()
    }, 'User saved')
  const isAboutEmail = action.error !== undefined && /e-?mail/i.test(action.error)
  const isAboutPassword = action.error?.includes('password') === true
  return (
    <Dialog>
      {({ close }) => (
        <>
          <Heading slot="title">{user === undefined ? 'Add user' : `Edit ${user.email}`}</Heading>
          <Content>
            <Form validationBehavior="aria">
              <TextField
                label="Email"
                isRequired
                isDisabled={user !== undefined}
                value={email}
                onChange={setEmail}
                isInvalid={isAboutEmail}
                errorMessage={action.error ?? ''}
              />
              <TextField
                label="Password"
                description="Shown, since it belongs to no real account."
                value={password}
                onChange={setPassword}
                isInvalid={isAboutPassword}
                errorMessage={action.error ?? ''}
              />
              <Picker
                label="Organization"
                selectedKey={organization}
                onSelectionChange={(key) => setOrganization(String(key))}
              >
                {choices.map(({ id, name }) => (
                  <PickerItem key={id} id={id}>
                    {name}
                  </PickerItem>
                ))}
              </Picker>
              {names.length > 0 && (
                <CheckboxGroup
                  label="Product profiles"
                  value={[...productProfiles]}
                  onChange={setProductProfiles}
                >
                  {names.map((name) => (
                    <Checkbox key={name} value={name}>
                      {name}
                    </Checkbox>
                  ))}
                </CheckboxGroup>
              )}
            </Form>
            {action.error !== undefined && !isAboutEmail && !isAboutPassword && (
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
