import { StatusLight } from '@react-spectrum/s2'
import type { ComponentProps, ReactElement } from 'react'

export interface ModelStatusProps {
  readonly status: string | undefined
}

/** Whether authors can use a model, in a word and a color. */
export function ModelStatus({ status }: ModelStatusProps): ReactElement {
  return (
    <StatusLight variant={chooseVariant(status)}>{capitalize(status ?? 'unknown')}</StatusLight>
  )
}

function chooseVariant(status: string | undefined): NonNullable<Variant> {
  if (status === 'enabled') return 'positive'
  if (status === 'draft') return 'notice'
  return 'neutral'
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

type Variant = ComponentProps<typeof StatusLight>['variant']
