import { createFolders } from '@mudbrick/aem'
import {
  ActionButton,
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Form,
  Heading,
  ProgressBar,
  Text,
} from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import { useApplication } from '../application.ts'
import {
  createDraft,
  findDraftFaults,
  type FolderDraft,
  nameOfDraft,
  replaceDraft,
} from '../folder-drafts.ts'
import { maxFoldersAtOnce, splitTitles } from '../folder-name.ts'
import { describeFolderRefusal } from '../folder-refusal.ts'
import { isPermissionMissing } from '../aem-failure.ts'
import { AemFailure } from './aem-failure.tsx'
import { FolderDraftFields } from './folder-draft-fields.tsx'
import { FolderOutcomes } from './folder-outcomes.tsx'

export interface CreateFoldersDialogProps {
  readonly parentPath: string
  readonly parentTitle: string
  readonly onClose: () => void
  /** Some folders were created, and the dialog stays open for the others. */
  readonly onChanged: () => void
  /** All folders were created; the message says so. */
  readonly onFinished: (message: string) => void
  readonly onRefused: () => void
}

/** Asks for titles and names, and creates the folders; what AEM refuses can be corrected here. */
export function CreateFoldersDialog(props: CreateFoldersDialogProps): ReactElement {
  const { parentPath, parentTitle, onClose, onChanged, onFinished, onRefused } = props
  const { aem } = useApplication()
  const formId = useId()
  const form = useRef<HTMLDivElement>(null)
  const [drafts, setDrafts] = useState<readonly FolderDraft[]>([createDraft(1)])
  const [created, setCreated] = useState<readonly string[]>([])
  const [leftOutCount, setLeftOutCount] = useState(0)
  const [isChecked, setIsChecked] = useState(false)
  const faults = findDraftFaults(drafts)

  const creation = useMutation({
    mutationFn: () =>
      createFolders(
        aem,
        drafts.map((draft) => describeFolder(draft, parentPath)),
      ),
    onError: async (error) => {
      if (await isPermissionMissing(error, aem)) onRefused()
    },
    onSuccess: ({ isComplete, outcomes }) => {
      const titles = drafts.map((draft) => draft.title.trim() || nameOfDraft(draft))
      const done = [
        ...created,
        ...titles.filter((_, index) => outcomes[index]?.status === 'created'),
      ]
      if (isComplete) {
        onFinished(done.length === 1 ? `Created “${done[0]}”` : `Created ${done.length} folders`)
        return
      }
      if (done.length > created.length) onChanged()
      setCreated(done)
      flushSync(() =>
        setDrafts(
          drafts.flatMap((draft, index) => {
            const outcome = outcomes[index]
            if (outcome?.status !== 'failed') return []
            return [{ ...draft, refusal: describeFolderRefusal(outcome.error) }]
          }),
        ),
      )
      focusFirstFault(form.current)
    },
  })

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (creation.isPending) return
    flushSync(() => setIsChecked(true))
    if (faults.some((fault) => fault !== undefined)) focusFirstFault(form.current)
    else creation.mutate()
  }
  const change = (changed: FolderDraft): void =>
    setDrafts(drafts.map((draft) => (draft.id === changed.id ? changed : draft)))
  const pasteInto = (id: number, titles: readonly string[]): void => {
    setDrafts(replaceDraft(drafts, id, titles))
    setLeftOutCount(Math.max(0, drafts.length - 1 + titles.length - maxFoldersAtOnce))
  }
  const add = (): void => {
    const draft = createDraft(Math.max(...drafts.map(({ id }) => id)) + 1)
    flushSync(() => setDrafts([...drafts, draft]))
    focusLastTitle(form.current)
  }
  const leaveOut = (id: number): void => {
    flushSync(() => setDrafts(drafts.filter((draft) => draft.id !== id)))
    focusLastTitle(form.current)
  }

  return (
    <Dialog size="L">
      <Heading slot="title">Create folders in {parentTitle}</Heading>
      <Content>
        <div ref={form} className={block}>
          {created.length > 0 && (
            <FolderOutcomes
              title={`${created.length} created, ${drafts.length} not`}
              done={created}
              verb="Created"
            >
              Correct what AEM refused and create the rest, or close.
            </FolderOutcomes>
          )}
          {creation.isError && <AemFailure error={creation.error} />}
          <p role="status" className={hint}>
            {describeLimit(leftOutCount)}
          </p>
          <Form id={formId} onSubmit={submit} validationBehavior="aria">
            {drafts.map((draft, index) => (
              <FolderDraftFields
                key={draft.id}
                draft={draft}
                position={index + 1}
                isAlone={drafts.length === 1}
                fault={isWorthTelling(draft, isChecked) ? faults[index] : undefined}
                isBusy={creation.isPending}
                onChange={change}
                onPaste={(text) => pasteInto(draft.id, splitTitles(text))}
                onLeaveOut={() => leaveOut(draft.id)}
              />
            ))}
          </Form>
          {creation.isPending && (
            <div role="status">
              <ProgressBar isIndeterminate label="Asking AEM to create" styles={progressBar} />
            </div>
          )}
          <ActionButton
            styles={addButton}
            isDisabled={drafts.length >= maxFoldersAtOnce || creation.isPending}
            onPress={add}
          >
            <Add />
            <Text>Add another folder</Text>
          </ActionButton>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {created.length > 0 ? 'Close' : 'Cancel'}
        </Button>
        {/* A pending Button of Spectrum would be announced after it is gone; the bar above tells. */}
        <Button variant="accent" type="submit" form={formId}>
          {drafts.length === 1 ? 'Create' : `Create ${drafts.length} folders`}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

function describeFolder(
  draft: FolderDraft,
  parentPath: string,
): { readonly path: string; readonly title: string | undefined } {
  return {
    path: `${parentPath}/${nameOfDraft(draft)}`,
    title: draft.title.trim() || undefined,
  }
}

function describeLimit(leftOutCount: number): string {
  if (leftOutCount === 0) {
    return `Up to ${maxFoldersAtOnce} at once. Titles pasted one a line make a folder each.`
  }
  return `AEM takes ${maxFoldersAtOnce} at once: the last ${leftOutCount} of what you pasted had to be left out.`
}

/** An error shows only once the user has been in the field. */
function isWorthTelling({ title, ownName }: FolderDraft, isChecked: boolean): boolean {
  return isChecked || title !== '' || (ownName !== undefined && ownName !== '')
}

function focusFirstFault(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
}

function focusLastTitle(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('fieldset:last-of-type input')?.focus()
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 20 })

const progressBar = style({ width: 'full' })

const hint = style({ font: 'body-sm', color: 'gray-700', margin: 0 })

const addButton = style({ alignSelf: 'start' })
