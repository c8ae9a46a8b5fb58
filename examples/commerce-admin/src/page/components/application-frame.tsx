import { ApplicationFrame as Frame, Loading } from '@mudbrick/sample-frame'
import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useSession } from '../use-session.ts'
import { useSettings } from '../use-settings.ts'
import { useSignOut } from '../use-sign-out.ts'
import { BrandMark } from './brand-mark.tsx'
import { Home } from './home.tsx'
import { ServerSilent } from './server-silent.tsx'
import { SignedInUser } from './signed-in-user.tsx'
import { Workplace } from './workplace.tsx'

/** The frame with what the session asks for: the first page, or the work. */
export function ApplicationFrame(): ReactElement {
  const settings = useSettings()
  const session = useSession()
  const { signOut, isLeaving, hasFailed, ending, noteEnding } = useSignOut(session.data)

  return (
    <Frame
      name="Commerce Admin"
      mark={<BrandMark />}
      renderHomeLink={(link) => <a href="/" {...link} />}
      isSandbox={settings?.isSandbox ?? false}
      user={<SignedInUser session={session.data} onSignOut={signOut} isLeaving={isLeaving} />}
      isWide
    >
      {hasFailed && <SignOutFailure />}
      {session.isPending && <Loading>Finding out who you are</Loading>}
      {session.isLoadingError && <ServerSilent onRetry={() => void session.refetch()} />}
      {session.data?.status === 'signed-out' && <Home ending={ending} />}
      {session.data?.status === 'signed-in' && (
        <Workplace userName={session.data.name} onEnd={noteEnding} />
      )}
    </Frame>
  )
}

function SignOutFailure(): ReactElement {
  return (
    <InlineAlert variant="negative" styles={notice}>
      <Heading level={2}>You are still signed in</Heading>
      <Content>The server could not sign you out: try again in a minute.</Content>
    </InlineAlert>
  )
}

const notice = style({ width: 'full', marginBottom: 24 })
