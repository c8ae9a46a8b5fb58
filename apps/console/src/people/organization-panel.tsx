import type { SeedOrganization } from '@mudbrick/sandbox'
import { ActionButton, Button, DialogTrigger } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import { Panel } from '../parts/panel.tsx'
import { PlainTable } from '../parts/plain-table.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside } from '../parts/stack.tsx'
import { Empty } from '../parts/states.tsx'
import { ProfileDialog } from './profile-dialog.tsx'

export interface OrganizationPanelProps {
  readonly organization: SeedOrganization
}

/** The product profiles of an organization. */
export function OrganizationPanel({ organization }: OrganizationPanelProps): ReactElement {
  const { id, name, productProfiles } = organization
  return (
    <Panel
      title={`Product profiles of ${name}`}
      actions={
        <DialogTrigger>
          <Button variant="accent" aria-label={`Add product profile to ${name}`}>
            Add product profile
          </Button>
          <ProfileDialog organization={organization} />
        </DialogTrigger>
      }
    >
      <Aside>{id}</Aside>
      {productProfiles.length === 0 ? (
        <Empty title="No product profiles">
          Without any, APIs that need a license cannot be added to a project.
        </Empty>
      ) : (
        <PlainTable
          label={`Product profiles of ${name}`}
          headings={['Name', 'Product', 'Services', 'AEM', 'Commerce', 'Change']}
          rows={productProfiles.map((profile) => ({
            key: profile.name,
            cells: [
              profile.name,
              profile.serviceCode ?? 'None',
              profile.services === undefined ? 'All' : profile.services.join(', ') || 'None',
              profile.repositoryRights.join(', ') || 'Nothing',
              profile.commerceResources?.join(', ') ?? 'Nothing',
              <DialogTrigger key="change">
                <ActionButton size="S" aria-label={`Edit ${profile.name}`}>
                  Edit
                </ActionButton>
                <ProfileDialog organization={organization} profile={profile} />
              </DialogTrigger>,
            ],
          }))}
        />
      )}
      <SameCall
        code={`const organization = sandbox.organizations.get('${id}')\nsandbox.organizations.put({ ...organization, productProfiles })`}
        method="PUT"
        path={`/organizations/${encodeURIComponent(id)}`}
        body={organization}
      />
    </Panel>
  )
}
