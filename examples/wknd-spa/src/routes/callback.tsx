import { FinishSignIn } from '@mudbrick/react'
import { LinkButton, ProgressCircle } from '@react-spectrum/s2'
import FlagCross from '@react-spectrum/s2/illustrations/gradient/generic1/FlagCross'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'

import { useApplication } from '../application.ts'
import { FailureAdvice } from '../components/failure-advice.tsx'
import { TitledMessagePage } from '../components/titled-message-page.tsx'
import type { SignInNavigationState } from '../components/redirect-uri-notice.tsx'
import { SignInButton } from '../components/sign-in-button.tsx'
import { describeSignInFailure } from '../sign-in-failure.ts'

/** The page to which Adobe IMS sends the user back. */
export function Callback(): ReactElement {
  const navigate = useNavigate()
  const { configuration } = useApplication()

  return (
    <FinishSignIn
      pending={
        <TitledMessagePage
          title="Signing you in"
          illustration={<ProgressCircle isIndeterminate size="L" aria-label="Signing you in" />}
        >
          Adobe IMS is asked for your access token.
        </TitledMessagePage>
      }
      onFinished={({ returnTo, redirectUriFallback }) => {
        const state: SignInNavigationState = redirectUriFallback ? { redirectUriFallback } : {}
        void navigate(returnTo, { replace: true, state })
      }}
      renderFailure={(error) => {
        const failure = describeSignInFailure(error, configuration, window.location.origin)
        return (
          <TitledMessagePage
            title={failure.title}
            illustration={<FlagCross />}
            actions={
              <>
                <SignInButton returnTo="/invoke-aem-apis">Sign in again</SignInButton>
                <LinkButton href="/" variant="secondary" size="L">
                  Go to the first page
                </LinkButton>
              </>
            }
          >
            <FailureAdvice failure={failure} />
          </TitledMessagePage>
        )
      }}
    />
  )
}
