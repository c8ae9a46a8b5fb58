import type { SeedOrganization } from '@mudbrick/sandbox'
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

type Profile = SeedOrganization['productProfiles'][number]

export interface ProfileDialogProps {
  readonly organization: SeedOrganization
  /** The one to change; a new one by default. */
  readonly profile?: Profile
}

const products = [
  { code: 'dma_aem_cloud', name: 'AEM as a Cloud Service' },
  { code: 'commerce', name: 'Adobe Commerce' },
  { code: 'none', name: 'None' },
] as const

const assetsService = 'AEM Assets API Users'

/** Adds a product profile, changes what it gives, or removes it. */
export function ProfileDialog({ organization, profile }: ProfileDialogProps): ReactElement {
  const [name, setName] = useState(profile?.name ?? '')
  const [product, setProduct] = useState(
    profile?.serviceCode ?? (profile ? 'none' : 'dma_aem_cloud'),
  )
  const [hasService, setHasService] = useState(
    profile !== undefined && (profile.services?.includes(assetsService) ?? true),
  )
  const [rights, setRights] = useState<readonly string[]>(profile?.repositoryRights ?? ['read'])
  const [resources, setResources] = useState((profile?.commerceResources ?? []).join(', '))
  const action = useAction()
  const queryClient = useQueryClient()

  const isTaken =
    profile === undefined &&
    organization.productProfiles.some((other) => other.name === name.trim())
  const put = (change: (others: readonly Profile[]) => readonly Profile[]): Promise<boolean> =>
    action.run(async () => {
      if (name.trim() === '') throw new Error('Write a name.')
      if (isTaken)
        throw new Error(`There is a product profile ${name.trim()}: choose another name.`)
      const path = `/organizations/${encodeURIComponent(organization.id)}`
      const now = await call<SeedOrganization>(path)
      const productProfiles = change(now.productProfiles)
      await call(path, { method: 'PUT', body: { ...now, productProfiles } })
      await queryClient.invalidateQueries()
    }, 'Product profiles saved')

  const resourceNames = resources.split(/[\s,]+/).filter((resource) => resource !== '')
  const saved: Profile = {
    name: name.trim(),
    ...(product !== 'none' && { serviceCode: product }),
    ...(product === 'dma_aem_cloud' && {
      services: [
        ...(profile?.services ?? []).filter((service) => service !== assetsService),
        ...(hasService ? [assetsService] : []),
      ],
    }),
    repositoryRights: (['read', 'write'] as const).filter((right) => rights.includes(right)),
    ...(resourceNames.length > 0 && { commerceResources: resourceNames }),
  }
  const save = (): Promise<boolean> =>
    put((all) =>
      profile === undefined
        ? [...all, saved]
        : all.map((other) => (other.name === profile.name ? saved : other)),
    )
  const remove = (): Promise<boolean> =>
    put((all) => all.filter((other) => other.name !== profile?.name))
  const isAboutName = action.error?.includes('name') === true

  return (
    <Dialog>
      {({ close }) => (
        <>
          <Heading slot="title">{profile?.name ?? 'Add product profile'}</Heading>
          <Content>
            <Form validationBehavior="aria">
              <TextField
                label="Name"
                isRequired
                isDisabled={profile !== undefined}
                value={name}
                onChange={setName}
                isInvalid={isAboutName}
                errorMessage={action.error ?? ''}
              />
              <Picker
                label="Product"
                selectedKey={product}
                onSelectionChange={(key) => setProduct(String(key))}
              >
                {products.map(({ code, name: title }) => (
                  <PickerItem key={code} id={code}>
                    {title}
                  </PickerItem>
                ))}
              </Picker>
              {product === 'dma_aem_cloud' && (
                <>
                  <Checkbox isSelected={hasService} onChange={setHasService}>
                    {assetsService}
                  </Checkbox>
                  <CheckboxGroup
                    label="Rights in the repository of AEM"
                    value={[...rights]}
                    onChange={setRights}
                  >
                    <Checkbox value="read">Read</Checkbox>
                    <Checkbox value="write">Write</Checkbox>
                  </CheckboxGroup>
                </>
              )}
              {product === 'commerce' && (
                <TextField
                  label="Resources of Commerce"
                  description="Separated by commas; Magento_Backend::all is everything."
                  value={resources}
                  onChange={setResources}
                />
              )}
            </Form>
            {action.error !== undefined && !isAboutName && (
              <Failure title="Not saved" error={new Error(action.error)} />
            )}
          </Content>
          <ButtonGroup>
            <Button variant="secondary" onPress={close}>
              Cancel
            </Button>
            {profile !== undefined && (
              <Button
                variant="negative"
                onPress={() => void remove().then((isDone) => isDone && close())}
              >
                Remove
              </Button>
            )}
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
