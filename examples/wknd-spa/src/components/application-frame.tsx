import { useSession } from '@mudbrick/react'
import { ApplicationFrame as Frame } from '@mudbrick/sample-frame'
import { ProgressCircle } from '@react-spectrum/s2'
import { type ReactElement, useState } from 'react'
import { Link, Outlet } from 'react-router'

import { useApplication } from '../application.ts'
import { BrandMark } from './brand-mark.tsx'
import { RedirectUriNotice } from './redirect-uri-notice.tsx'
import { SignedInUser } from './signed-in-user.tsx'
import { TitledMessagePage } from './titled-message-page.tsx'

/** The frame with the page of the route, or the sign-out that is under way. */
export function ApplicationFrame(): ReactElement {
  const { isSandbox } = useApplication()
  const { session } = useSession()
  const [isLeaving, setIsLeaving] = useState(false)
  const signOut = (): void => {
    setIsLeaving(true)
    void session.signOut().finally(() => setIsLeaving(false))
  }

  return (
    <Frame
      name="WKND SPA"
      mark={<BrandMark />}
      renderHomeLink={(link) => <Link to="/" {...link} />}
      isSandbox={isSandbox}
      user={<SignedInUser onSignOut={signOut} />}
    >
      {isLeaving ? (
        <SigningOut />
      ) : (
        <>
          <RedirectUriNotice />
          <Outlet />
        </>
      )}
    </Frame>
  )
}

function SigningOut(): ReactElement {
  return (
    <TitledMessagePage
      title="Signing you out"
      illustration={<ProgressCircle isIndeterminate size="L" aria-label="Signing you out" />}
    >
      Adobe IMS is asked to revoke your access token.
    </TitledMessagePage>
  )
}
