import { ActionButton, Button, Text, Tooltip, TooltipTrigger } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import FolderAdd from '@react-spectrum/s2/icons/FolderAdd'
import Refresh from '@react-spectrum/s2/icons/Refresh'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

export interface FolderToolbarProps {
  readonly selectedCount: number
  /** Whether there is no folder yet to do something with. */
  readonly isDisabled: boolean
  readonly onCreate: () => void
  readonly onDelete: () => void
  readonly onRefresh: () => void
}

/** What can be done with the open folder and the selected ones. */
export function FolderToolbar(props: FolderToolbarProps): ReactElement {
  const { selectedCount, isDisabled } = props
  return (
    <div role="group" aria-label="Folder actions" className={row}>
      <TooltipTrigger>
        <ActionButton aria-label="Refresh" isQuiet onPress={props.onRefresh}>
          <Refresh />
        </ActionButton>
        <Tooltip>Ask AEM again</Tooltip>
      </TooltipTrigger>
      <Button
        variant="secondary"
        isDisabled={isDisabled || selectedCount === 0}
        onPress={props.onDelete}
      >
        <Delete />
        <Text>{selectedCount === 0 ? 'Delete' : `Delete ${countFolders(selectedCount)}`}</Text>
      </Button>
      <Button variant="accent" isDisabled={isDisabled} onPress={props.onCreate}>
        <FolderAdd />
        <Text>Create folders</Text>
      </Button>
    </div>
  )
}

function countFolders(count: number): string {
  return count === 1 ? '1 folder' : `${count} folders`
}

const row = style({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12 })
