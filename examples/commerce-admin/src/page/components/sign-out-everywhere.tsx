import { AlertDialog, Button, DialogTrigger } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { describeEverywhere } from '../session-words.ts'

export interface SignOutEverywhereProps {
  /** How many sessions it ends. */
  readonly count: number
  readonly isPending: boolean
  readonly onConfirm: () => void
}

/** Ends all sessions of the user, once the user has confirmed it. */
export function SignOutEverywhere(props: SignOutEverywhereProps): ReactElement {
  const { count, isPending, onConfirm } = props
  return (
    <DialogTrigger>
      <Button variant="negative" fillStyle="outline" isPending={isPending} styles={button}>
        Sign out everywhere
      </Button>
      <AlertDialog
        variant="destructive"
        title="Sign out everywhere?"
        cancelLabel="Cancel"
        primaryActionLabel={count === 1 ? 'End 1 session' : `End ${count} sessions`}
        autoFocusButton="cancel"
        onPrimaryAction={onConfirm}
      >
        <p className={paragraph}>{describeEverywhere(count)}</p>
        <p className={paragraph}>
          Adobe IMS has a session of its own in each browser, which this does not end. If another
          person uses your Adobe account, change its password first.
        </p>
      </AlertDialog>
    </DialogTrigger>
  )
}

const button = style({ flexShrink: 0 })

const paragraph = style({ marginTop: 0, marginBottom: { default: 12, ':last-child': 0 } })
