import { Loading } from '@mudbrick/sample-frame'
import { Button, Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { useAemFailure } from '../use-aem-failure.ts'
import { FailureAdvice } from './failure-advice.tsx'

export interface AemFailureProps {
  readonly error: unknown
  /** Tries again; without it, the way to do so is elsewhere. */
  readonly onRetry?: () => void
}

/** A request to AEM that failed: why, and what to change. */
export function AemFailure({ error, onRetry }: AemFailureProps): ReactElement {
  const failure = useAemFailure(error)
  if (failure === undefined) return <Loading>Finding out what went wrong</Loading>

  return (
    <div role="alert">
      <InlineAlert variant="negative" styles={alert}>
        <Heading level={3}>{failure.title}</Heading>
        <Content>
          <FailureAdvice failure={failure} />
          {onRetry && (
            <Button variant="secondary" onPress={onRetry} styles={button}>
              Try again
            </Button>
          )}
        </Content>
      </InlineAlert>
    </div>
  )
}

const alert = style({ width: 'full' })

const button = style({ marginTop: 16 })
