import { ActionButton, ToastQueue } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'

export interface RemoveButtonProps {
  readonly children: string
  /** What is removed, for a screen reader. */
  readonly name: string
  /** Below `/control`. */
  readonly path: string
}

/** Ends or takes away what a row of a table shows. */
export function RemoveButton({ children, name, path }: RemoveButtonProps): ReactElement {
  const queryClient = useQueryClient()
  const remove = async (): Promise<void> => {
    try {
      await call(path, { method: 'DELETE' })
      ToastQueue.positive(`Done: ${children.toLowerCase()} ${name}.`, { timeout: 5000 })
    } catch (error) {
      ToastQueue.negative(sentenceOf(error))
    }
    await queryClient.invalidateQueries()
  }
  return (
    <ActionButton size="S" aria-label={`${children} ${name}`} onPress={() => void remove()}>
      {children}
    </ActionButton>
  )
}
