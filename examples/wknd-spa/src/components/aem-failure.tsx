import { Button, Content, Heading, InlineAlert } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { describeAemFailure } from '../aem-failure.ts'
import { useApplication } from '../application.ts'
import { FailureAdvice } from './failure-advice.tsx'

export interface AemFailureProps {
  readonly error: unknown
  readonly onRetry: () => void
}

/** A request to AEM that failed, with the way to try it again. */
export function AemFailure({ error, onRetry }: AemFailureProps): ReactElement {
  const { configuration } = useApplication()
  const failure = describeAemFailure(error, configuration.aemOrigin, window.location.origin)

  return (
    <div role="alert">
      <InlineAlert variant="negative" styles={alert}>
        <Heading level={3}>{failure.title}</Heading>
        <Content>
          <FailureAdvice failure={failure} />
          <Button variant="secondary" onPress={onRetry} styles={button}>
            Try again
          </Button>
        </Content>
      </InlineAlert>
    </div>
  )
}

const alert = style({ width: 'full' })

const button = style({ marginTop: 16 })
