import { deleteFolders, type Folder, type FolderError } from '@mudbrick/aem'
import {
  Button,
  ButtonGroup,
  Checkbox,
  Content,
  Dialog,
  Heading,
  InlineAlert,
  ProgressBar,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'

import { isPermissionMissing } from '../aem-failure.ts'
import { useApplication } from '../application.ts'
import { describeFolderRefusal } from '../folder-refusal.ts'
import { AemFailure } from './aem-failure.tsx'
import { FolderOutcomes } from './folder-outcomes.tsx'

export interface DeleteFoldersDialogProps {
  readonly folders: readonly Folder[]
  readonly onClose: () => void
  /** Some folders were deleted, and the dialog stays open for the others. */
  readonly onChanged: () => void
  /** All folders were deleted; the message says so. */
  readonly onFinished: (message: string) => void
  readonly onRefused: () => void
  /** The user has left with folders deleted, or maybe deleted. */
  readonly onLeft: () => void
}

/** Names what would be lost, and deletes it once the user agrees. */
export function DeleteFoldersDialog(props: DeleteFoldersDialogProps): ReactElement {
  const { onClose, onChanged, onFinished, onRefused, onLeft } = props
  const { aem } = useApplication()
  // The list behind the dialog is read again while it is open; the folders of the dialog stay the same.
  const [folders, setFolders] = useState(props.folders)
  const [deleted, setDeleted] = useState<readonly Folder[]>([])
  const [refusals, setRefusals] = useState<ReadonlyMap<string, FolderError>>(new Map())
  const [isRecursive, setIsRecursive] = useState(false)
  const [progress, setProgress] = useState<string>()
  const [isStopped, setIsStopped] = useState(false)
  const controller = useRef(new AbortController())

  const deletion = useMutation({
    mutationFn: () => {
      controller.current = new AbortController()
      setProgress(undefined)
      return deleteFolders(
        aem,
        folders.map(({ path }) => path),
        {
          recursive: isRecursive,
          signal: controller.current.signal,
          onProgress: ({ state }) => setProgress(state ?? 'running'),
        },
      )
    },
    onError: async (error) => {
      if (controller.current.signal.aborted) setIsStopped(true)
      if (await isPermissionMissing(error, aem)) onRefused()
    },
    onSuccess: ({ isComplete, outcomes }) => {
      const gone = folders.filter((_, index) => outcomes[index]?.status === 'deleted')
      const done = [...deleted, ...gone]
      if (isComplete) {
        onFinished(
          done.length === 1 ? `Deleted “${titleOf(done[0])}”` : `Deleted ${done.length} folders`,
        )
        return
      }
      if (gone.length > 0) onChanged()
      setDeleted(done)
      setFolders(folders.filter((folder) => !gone.includes(folder)))
      setRefusals(
        new Map(
          outcomes.flatMap((outcome) =>
            outcome.status === 'failed' ? [[outcome.path, outcome.error]] : [],
          ),
        ),
      )
    },
  })

  if (isStopped) return <NoLongerWaiting onClose={onLeft} />
  return (
    <Dialog size="M" role="alertdialog" isKeyboardDismissDisabled={deletion.isPending}>
      <Heading slot="title">{describeQuestion(folders)}</Heading>
      <Content>
        <div className={block}>
          {refusals.size > 0 && (
            <FolderOutcomes
              title={
                deleted.length === 0
                  ? 'Nothing was deleted'
                  : `${deleted.length} deleted, ${folders.length} not`
              }
              verb="Deleted"
              done={deleted.map(titleOf)}
            >
              AEM's reason stands below.
            </FolderOutcomes>
          )}
          {deletion.isError && <AemFailure error={deletion.error} />}
          <span>This cannot be undone. You would lose:</span>
          <ul aria-label="Folders to delete" className={list}>
            {folders.map((folder) => (
              <li key={folder.path}>
                <strong className={name}>{titleOf(folder)}</strong>
                <span className={detail}>{folder.path}</span>
                <Refusal error={refusals.get(folder.path)} />
              </li>
            ))}
          </ul>
          <div>
            <Checkbox
              isSelected={isRecursive}
              onChange={setIsRecursive}
              isDisabled={deletion.isPending}
            >
              Also delete everything that lies in them
            </Checkbox>
            <p className={hint}>
              Files and folders, all the way down. Without this, AEM keeps a folder that is not
              empty.
            </p>
          </div>
          {deletion.isPending && (
            <div role="status">
              <ProgressBar
                isIndeterminate
                label={describeProgress(progress)}
                styles={progressBar}
              />
            </div>
          )}
        </div>
      </Content>
      <ButtonGroup>
        {deletion.isPending ? (
          <Button variant="secondary" onPress={() => controller.current.abort()}>
            Stop waiting
          </Button>
        ) : (
          <>
            <Button variant="secondary" onPress={deleted.length > 0 ? onLeft : onClose}>
              {deleted.length > 0 ? 'Close' : 'Cancel'}
            </Button>
            <Button variant="negative" onPress={() => deletion.mutate()}>
              {refusals.size > 0 ? 'Try again' : 'Delete'}
            </Button>
          </>
        )}
      </ButtonGroup>
    </Dialog>
  )
}

function NoLongerWaiting({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog size="M">
      <Heading slot="title">No longer waiting</Heading>
      <Content>
        <InlineAlert variant="notice" styles={progressBar}>
          <Heading level={3}>AEM may go on deleting</Heading>
          <Content>
            AEM finishes what it has begun, even when this is closed. Close it to see which folders
            are left.
          </Content>
        </InlineAlert>
      </Content>
      <ButtonGroup>
        <Button variant="accent" onPress={onClose} autoFocus>
          Close
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

function Refusal({ error }: { readonly error: FolderError | undefined }): ReactElement | undefined {
  if (error === undefined) return undefined
  return <span className={refusal}>{describeFolderRefusal(error)}</span>
}

function describeQuestion(folders: readonly Folder[]): string {
  if (folders.length === 1) return `Delete “${titleOf(folders[0])}”?`
  return `Delete ${folders.length} folders?`
}

function describeProgress(state: string | undefined): string {
  if (state === undefined) return 'Asking AEM to delete'
  return `AEM is at work (${state.toLowerCase()})`
}

function titleOf(folder: Folder | undefined): string {
  return folder?.title ?? folder?.name ?? ''
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 16 })

const list = style({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  margin: 0,
  paddingStart: 20,
})

const name = style({ font: 'title', display: 'block' })

const detail = style({
  font: 'body-sm',
  color: 'gray-700',
  display: 'block',
  margin: 0,
  overflowWrap: 'anywhere',
})

const hint = style({
  font: 'body-sm',
  color: 'gray-700',
  marginTop: 4,
  marginBottom: 0,
  paddingStart: 24,
})

const refusal = style({
  font: 'body-sm',
  color: 'negative',
  display: 'block',
  overflowWrap: 'anywhere',
})

const progressBar = style({ width: 'full' })
