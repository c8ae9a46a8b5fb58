import { useSession } from '@mudbrick/react'
import { HomeLayout, SandboxUsersPanel, SettingsPanel, StepsPanel } from '@mudbrick/sample-frame'
import { LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useApplication } from '../application.ts'
import { Landscape } from '../components/landscape.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SignInButton } from '../components/sign-in-button.tsx'
import { listSettings, sandboxUsers, steps } from '../introduction.ts'

/** What this app is, and the way in. */
export function Home(): ReactElement {
  const { isSandbox, configuration } = useApplication()
  return (
    <div className={page}>
      <HomeLayout
        heading={<PageHeading>Read AEM content as yourself</PageHeading>}
        introduction="A single-page app that signs you in with Adobe IMS and calls the OpenAPI-based APIs of AEM with your own rights: without a server, and without a secret."
        action={<WayIn />}
        picture={<Landscape />}
      >
        <StepsPanel steps={steps} />
        {isSandbox && <SandboxUsersPanel service="AEM" users={sandboxUsers} />}
        <SettingsPanel settings={listSettings(configuration)} />
      </HomeLayout>
    </div>
  )
}

function WayIn(): ReactElement {
  const { snapshot } = useSession()
  if (snapshot.status !== 'signed-in') return <SignInButton returnTo="/invoke-aem-apis" />
  return (
    <LinkButton href="/invoke-aem-apis" variant="accent" size="L" styles={button}>
      Invoke AEM APIs
    </LinkButton>
  )
}

const page = style({ display: 'flex', flexDirection: 'column', gap: 24 })

const button = style({ alignSelf: 'start' })
