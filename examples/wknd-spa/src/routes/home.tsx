import { useSession } from '@mudbrick/react'
import { LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useApplication } from '../application.ts'
import { Landscape } from '../components/landscape.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SandboxUsersPanel } from '../components/sandbox-users-panel.tsx'
import { SettingsPanel } from '../components/settings-panel.tsx'
import { SignInButton } from '../components/sign-in-button.tsx'
import { StepsPanel } from '../components/steps-panel.tsx'

/** What this app is, and the way in. */
export function Home(): ReactElement {
  const { isSandbox } = useApplication()
  return (
    <div className={page}>
      <div className={hero}>
        <div className={words}>
          <PageHeading>Read AEM content as yourself</PageHeading>
          <p className={introduction}>
            A single-page app that signs you in with Adobe IMS and calls the OpenAPI-based APIs of
            AEM with your own rights: without a server, and without a secret.
          </p>
          <WayIn />
        </div>
        <div className={picture}>
          <Landscape />
        </div>
      </div>
      <div className={panels}>
        <StepsPanel />
        {isSandbox && <SandboxUsersPanel />}
        <SettingsPanel />
      </div>
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

const hero = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[minmax(0, 1.15fr) minmax(0, 1fr)]' },
  overflow: 'hidden',
  backgroundColor: 'layer-2',
  borderRadius: 'xl',
  boxShadow: 'elevated',
})

const words = style({
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'center',
  gap: 20,
  paddingX: { default: 24, sm: 48 },
  paddingY: { default: 32, sm: 64 },
})

const introduction = style({
  font: { default: 'body-lg', sm: 'body-xl' },
  margin: 0,
  textWrap: 'pretty',
})

const picture = style({
  minHeight: { default: 160, md: 360 },
  height: { default: 160, md: 'full' },
  order: { default: -1, md: 0 },
})

const panels = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: '[repeat(auto-fit, minmax(280px, 1fr))]' },
  gap: 24,
})

const button = style({ alignSelf: 'start' })
