import { Link } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import type { Failure } from '../failure.ts'

export interface FailureAdviceProps {
  readonly failure: Failure
}

/** What happened and what to do about it, under a title that the surroundings give. */
export function FailureAdvice({ failure }: FailureAdviceProps): ReactElement {
  const { explanation, advice, file, origin, status, requestId } = failure
  return (
    <div className={block}>
      <p className={paragraph}>{explanation}</p>
      {(advice.length > 0 || origin) && (
        <ul className={list}>
          {origin && (
            <li>
              Open{' '}
              <Link href={origin} target="_blank" rel="noreferrer">
                {origin}
              </Link>{' '}
              once: if the browser warns of its certificate, accept it there, then come back.
            </li>
          )}
          {advice.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
      {file && (
        <p className={paragraph}>
          File to change: <code>{file}</code>
        </p>
      )}
      {(status ?? requestId) && (
        <p className={quiet}>
          {status && `HTTP ${status}`}
          {status && requestId && ', '}
          {requestId && `request ${requestId}`}
        </p>
      )}
    </div>
  )
}

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
