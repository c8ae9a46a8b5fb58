import { Button, Content, Form, Heading, InlineAlert, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, type ReactNode, useState } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { takeRestart, useLive } from '../control/live.tsx'

/** Says what is wrong between the page and the sandbox, and what to do about it. */
// The compiler holds that every case returns.
// oxlint-disable-next-line typescript/consistent-return
export function ConnectionNotice(): ReactElement | undefined {
  const { connection, retry } = useLive()
  const [isRestarted, setIsRestarted] = useState(takeRestart)

  switch (connection) {
    case 'lost':
      return (
        <Notice title="The sandbox does not answer">
          What you see is how it was. The page keeps trying; start the sandbox with{' '}
          <code>npm start</code> or <code>npx mudbrick sandbox</code>.
        </Notice>
      )
    case 'stale':
      return (
        <Notice title="The sandbox was started again">
          This page belongs to an earlier run.
          <Button onPress={() => location.reload()}>Load the page again</Button>
        </Notice>
      )
    case 'off':
      return (
        <Notice title="This sandbox runs without its control API">
          The pages read everything from it: start the sandbox without <code>--no-control</code>, or
          create it without <code>control: false</code>.
        </Notice>
      )
    case 'missing':
      return <TokenForm onUnlocked={retry} />
    case 'live':
      if (!isRestarted) return undefined
      return (
        <Notice title="The sandbox was started again" variant="informative">
          Flows, users and the clock are those of the new run.
          <Button variant="secondary" onPress={() => setIsRestarted(false)}>
            All right
          </Button>
        </Notice>
      )
    case 'connecting':
      return undefined
  }
}

interface NoticeProps {
  readonly title: string
  readonly variant?: 'notice' | 'informative'
  readonly children: ReactNode
}

function Notice({ title, variant = 'notice', children }: NoticeProps): ReactElement {
  return (
    <div className={notice} role="alert">
      <InlineAlert variant={variant}>
        <Heading>{title}</Heading>
        <Content>
          <div className={content}>{children}</div>
        </Content>
      </InlineAlert>
    </div>
  )
}

interface TokenFormProps {
  readonly onUnlocked: () => void
}

/** A sandbox that others reach too does not open its control API to every page. */
function TokenForm({ onUnlocked }: TokenFormProps): ReactElement {
  const [token, setToken] = useState('')
  const [error, setError] = useState<unknown>()
  const unlock = async (): Promise<void> => {
    try {
      await call('/session', { method: 'POST', token: token.trim() })
      setError(undefined)
      onUnlocked()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Notice title="The sandbox wants its control token">
      Other computers can reach this sandbox, so that it does not open itself to every page. The
      terminal has shown the token when it started.
      <Form
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          void unlock()
        }}
      >
        <TextField
          label="Control token"
          type="password"
          autoComplete="off"
          value={token}
          onChange={setToken}
          isInvalid={error !== undefined}
          errorMessage={error === undefined ? '' : sentenceOf(error)}
        />
        <Button type="submit">Open</Button>
      </Form>
    </Notice>
  )
}

const notice = style({ marginBottom: 24 })
const content = style({ display: 'flex', flexDirection: 'column', alignItems: 'start', gap: 12 })
