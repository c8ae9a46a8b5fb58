import { ActionButton, Text, ToastQueue } from '@react-spectrum/s2'
import Copy from '@react-spectrum/s2/icons/Copy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface CopyButtonProps {
  readonly text: string
  readonly children: string
}

/** Puts a text on the clipboard. */
export function CopyButton({ text, children }: CopyButtonProps): ReactElement {
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => ToastQueue.positive('Copied to the clipboard', { timeout: 5000 }),
      () => ToastQueue.negative('This browser did not allow to copy', { timeout: 8000 }),
    )
  }
  return (
    <ActionButton onPress={copy} styles={button}>
      <Copy />
      <Text>{children}</Text>
    </ActionButton>
  )
}

const button = style({ alignSelf: 'start' })
