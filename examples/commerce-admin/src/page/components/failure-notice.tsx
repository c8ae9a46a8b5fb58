import { Button, Content, Heading, InlineAlert, LinkButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import type { Failure } from '../failure.ts'
import { createSignInHref } from '../sign-in-href.ts'

export interface FailureNoticeProps {
  readonly failure: Failure
  readonly onRetry: () => void
}

/** A call that failed: why, and what to do about it. */
export function FailureNotice({ failure, onRetry }: FailureNoticeProps): ReactElement {
  const { severity, title, explanation, advice, status, canRetry, needsSignIn } = failure
  return (
    <InlineAlert variant={severity} styles={alert}>
      <Heading level={3}>{title}</Heading>
      <Content>
        <div className={block}>
          <p className={paragraph}>{explanation}</p>
          {advice.length > 0 && (
            <ul className={list}>
              {advice.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          )}
          {status && <p className={quiet}>HTTP {status}</p>}
          <div className={buttons}>
            {needsSignIn && (
              <LinkButton variant="accent" href={createSignInHref()}>
                Sign in again
              </LinkButton>
            )}
            {canRetry && (
              <Button variant="secondary" onPress={onRetry}>
                Try again
              </Button>
            )}
          </div>
        </div>
      </Content>
    </InlineAlert>
  )
}

const alert = style({ width: 'full' })

const block = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  textAlign: 'start',
  overflowWrap: 'anywhere',
})

const paragraph = style({ margin: 0 })

const list = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  margin: 0,
  paddingStart: 20,
})

const quiet = style({ font: 'code-sm', color: 'gray-700', margin: 0 })

const buttons = style({ display: 'flex', flexWrap: 'wrap', gap: 12 })
