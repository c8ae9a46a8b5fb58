import { ActionButton, TextField } from '@react-spectrum/s2'
import Close from '@react-spectrum/s2/icons/Close'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ClipboardEvent, ReactElement } from 'react'

import { type FolderDraft, nameOfDraft } from '../folder-drafts.ts'

export interface FolderDraftFieldsProps {
  readonly draft: FolderDraft
  /** Which of the folders it is, counted from one. */
  readonly position: number
  readonly isAlone: boolean
  /** What is wrong with the name, as a sentence. */
  readonly fault: string | undefined
  readonly isBusy: boolean
  readonly onChange: (draft: FolderDraft) => void
  /** Several lines were pasted into the title. */
  readonly onPaste: (text: string) => void
  readonly onLeaveOut: () => void
}

/** Title and name of one folder to create. */
export function FolderDraftFields(props: FolderDraftFieldsProps): ReactElement {
  const { draft, position, isAlone, isBusy, onChange } = props
  const fault = draft.refusal ?? props.fault
  const name = nameOfDraft(draft)

  const splitLines = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain')
    if (!/\S\s*\n\s*\S/.test(text)) return
    event.preventDefault()
    props.onPaste(text)
  }

  return (
    <fieldset className={row}>
      <legend className={legend}>Folder {position}</legend>
      <div className={field} onPaste={splitLines}>
        <TextField
          label="Title"
          // The dialog was opened to type a title; screen readers still read its heading first.
          autoFocus={position === 1}
          value={draft.title}
          isReadOnly={isBusy}
          onChange={(title) =>
            onChange({ ...draft, title, refusal: draft.ownName === undefined ? undefined : fault })
          }
          styles={input}
        />
      </div>
      <div className={field}>
        <TextField
          label="Name"
          value={name}
          isReadOnly={isBusy}
          isInvalid={fault !== undefined}
          errorMessage={fault}
          onChange={(ownName) => onChange({ ...draft, ownName, refusal: undefined })}
          styles={input}
        />
      </div>
      {!isAlone && (
        <div className={remove}>
          <ActionButton
            isQuiet
            aria-label={`Leave out folder ${position}`}
            isDisabled={isBusy}
            onPress={props.onLeaveOut}
          >
            <Close />
          </ActionButton>
        </div>
      )}
    </fieldset>
  )
}

const row = style({
  display: 'flex',
  flexDirection: { default: 'column', sm: 'row' },
  alignItems: { default: 'stretch', sm: 'start' },
  gap: 12,
  margin: 0,
  padding: 0,
  borderWidth: 0,
  minWidth: 0,
})

const legend = style({
  position: 'absolute',
  size: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
})

const field = style({ flexGrow: 1, flexBasis: 0, minWidth: 0 })

const input = style({ width: 'full' })

const remove = style({
  alignSelf: { default: 'end', sm: 'start' },
  paddingTop: { default: 0, sm: 24 },
})
