import { Button, ButtonGroup, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { type ReactElement, type ReactNode, useState } from 'react'

import type { Action } from '../control/use-action.ts'
import { Failure } from './states.tsx'

export interface ConfirmDialogProps {
  readonly title: string
  /** What is lost. */
  readonly children: ReactNode
  /** What has to be typed; none for what is easily made again. */
  readonly name?: string
  readonly keep: string
  readonly confirm: string
  readonly action: Action
  readonly onConfirm: () => Promise<boolean>
}

/** Asks before something is deleted. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { title, children, name, keep, confirm, action, onConfirm } = props
  const [typed, setTyped] = useState('')
  const isAllowed = name === undefined || typed.trim() === name
  return (
    <Dialog role="alertdialog" size="S">
      {({ close }) => (
        <>
          <Heading slot="title">{title}</Heading>
          <Content>
            {children}
            {name !== undefined && (
              <Form validationBehavior="aria">
                <TextField label={`Type ${name}`} value={typed} onChange={setTyped} autoFocus />
              </Form>
            )}
            {action.error !== undefined && (
              <Failure title="Not deleted" error={new Error(action.error)} />
            )}
          </Content>
          <ButtonGroup>
            <Button variant="secondary" onPress={close}>
              {keep}
            </Button>
            <Button
              variant="negative"
              isDisabled={!isAllowed}
              isPending={action.isRunning}
              onPress={() => void onConfirm().then((isDone) => isDone && close())}
            >
              {confirm}
            </Button>
          </ButtonGroup>
        </>
      )}
    </Dialog>
  )
}
