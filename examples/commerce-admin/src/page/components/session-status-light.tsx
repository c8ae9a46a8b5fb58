import { StatusLight } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

import type { ListedSession } from '../server-answers.ts'

export interface SessionStatusLightProps {
  readonly session: ListedSession
}

/** Whether a session goes on. */
export function SessionStatusLight({ session }: SessionStatusLightProps): ReactElement {
  const { variant, label } = lights[session.status]
  return (
    <StatusLight variant={variant} size="S">
      {label}
    </StatusLight>
  )
}

const lights = {
  active: { variant: 'positive', label: 'Active' },
  ending: { variant: 'notice', label: 'Not renewed' },
  ended: { variant: 'neutral', label: 'Ended' },
} as const
