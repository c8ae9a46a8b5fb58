import { Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useSession } from '../use-session.ts'
import { useSignOut } from '../use-sign-out.ts'
import { ApplicationHeader } from './application-header.tsx'
import { Home } from './home.tsx'
import { Loading } from './loading.tsx'
import { ServerSilent } from './server-silent.tsx'
import { Workplace } from './workplace.tsx'

/** The whole page: the header, the content, and the footer. */
export function ApplicationFrame(): ReactElement {
  const session = useSession()
  const { signOut, isLeaving, hasFailed, ending, noteEnding } = useSignOut(session.data)

  return (
    <div className={frame}>
      <a href="#main" className={skipLink}>
        Skip to the content
      </a>
      <ApplicationHeader session={session.data} onSignOut={signOut} isLeaving={isLeaving} />
      <main id="main" tabIndex={-1} className={main}>
        {hasFailed && <SignOutFailure />}
        {session.isPending && <Loading>Finding out who you are</Loading>}
        {session.isLoadingError && <ServerSilent onRetry={() => void session.refetch()} />}
        {session.data?.status === 'signed-out' && <Home ending={ending} />}
        {session.data?.status === 'signed-in' && (
          <Workplace userName={session.data.name} onEnd={noteEnding} />
        )}
      </main>
      <footer className={footer}>
        Commerce Admin is an example of Mudbrick. It is not made by Adobe.
      </footer>
    </div>
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

const frame = style({ display: 'flex', flexDirection: 'column', minHeight: 'screen' })

const skipLink = style({
  position: 'absolute',
  insetStart: 16,
  top: { default: -96, ':focus': 8 },
  zIndex: 2,
  font: 'ui',
  paddingX: 16,
  paddingY: 8,
  color: 'white',
  backgroundColor: 'accent',
  borderRadius: 'default',
})

const main = style({
  flexGrow: 1,
  width: 'full',
  maxWidth: 1280,
  marginX: 'auto',
  boxSizing: 'border-box',
  paddingX: { default: 16, sm: 32 },
  paddingY: { default: 24, sm: 40 },
  outlineStyle: 'none',
})

const footer = style({
  font: 'body-xs',
  color: 'gray-700',
  textAlign: 'center',
  paddingX: 16,
  paddingTop: 16,
  paddingBottom: 24,
})
