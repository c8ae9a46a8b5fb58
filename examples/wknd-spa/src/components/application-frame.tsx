import { useSession } from '@mudbrick/react'
import { ProgressCircle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useState } from 'react'
import { Outlet } from 'react-router'

import { ApplicationHeader } from './application-header.tsx'
import { MessagePage } from './message-page.tsx'
import { RedirectUriNotice } from './redirect-uri-notice.tsx'

/** What surrounds every page: the header, the page itself, the small print. */
export function ApplicationFrame(): ReactElement {
  const { session } = useSession()
  const [isLeaving, setIsLeaving] = useState(false)
  const signOut = (): void => {
    setIsLeaving(true)
    void session.signOut().finally(() => setIsLeaving(false))
  }

  return (
    <div className={frame}>
      <a href="#main" className={skipLink}>
        Skip to the content
      </a>
      <ApplicationHeader onSignOut={signOut} />
      <main id="main" tabIndex={-1} className={main}>
        {isLeaving ? (
          <SigningOut />
        ) : (
          <>
            <RedirectUriNotice />
            <Outlet />
          </>
        )}
      </main>
      <footer className={footer}>
        WKND SPA is an example of Mudbrick. It is not made by Adobe.
      </footer>
    </div>
  )
}

function SigningOut(): ReactElement {
  return (
    <MessagePage
      title="Signing you out"
      illustration={<ProgressCircle isIndeterminate size="L" aria-label="Signing you out" />}
    >
      Adobe IMS is asked to revoke your access token.
    </MessagePage>
  )
}

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
  maxWidth: 1120,
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
