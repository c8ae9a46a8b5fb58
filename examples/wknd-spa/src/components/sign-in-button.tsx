import { useSession } from '@mudbrick/react'
import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useState } from 'react'

export interface SignInButtonProps {
  /** The page of this app to come back to. */
  readonly returnTo: string
  /** What the button says; "Adobe IMS Login" by default. */
  readonly children?: string
}

/** Sends the user to Adobe IMS. */
export function SignInButton(props: SignInButtonProps): ReactElement {
  const { returnTo, children = 'Adobe IMS Login' } = props
  const { session, snapshot } = useSession()
  const [fault, setFault] = useState<string>()

  const signIn = (): void => {
    setFault(undefined)
    session.signIn({ returnTo }).catch((error: unknown) => {
      setFault(error instanceof Error ? error.message : String(error))
    })
  }

  return (
    <div className={block}>
      <Button
        variant="accent"
        size="L"
        isPending={snapshot.status === 'signing-in'}
        onPress={signIn}
      >
        {children}
      </Button>
      {fault && (
        <p role="alert" className={alert}>
          {fault}
        </p>
      )}
    </div>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', alignItems: 'start', gap: 8 })

const alert = style({ font: 'body-sm', color: 'negative', margin: 0 })
