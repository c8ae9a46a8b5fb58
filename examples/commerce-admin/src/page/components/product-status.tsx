import { StatusLight } from '@react-spectrum/s2'
import type { ReactElement } from 'react'

export interface ProductStatusProps {
  readonly isEnabled: boolean | undefined
}

/** Whether a product is for sale. */
export function ProductStatus({ isEnabled }: ProductStatusProps): ReactElement | undefined {
  if (isEnabled === undefined) return undefined
  return (
    <StatusLight variant={isEnabled ? 'positive' : 'neutral'} size="S">
      {isEnabled ? 'Enabled' : 'Disabled'}
    </StatusLight>
  )
}
