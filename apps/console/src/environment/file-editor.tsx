import { Button, TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useQueryClient } from '@tanstack/react-query'
import type { AemConfigurationFiles } from '@mudbrick/sandbox'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside, Row } from '../parts/stack.tsx'

export interface FileEditorProps {
  /** Its name, which is its label. */
  readonly name: string
  readonly text: string
  /** Whether a folder owns it, where it is edited instead. */
  readonly isOwned: boolean
  /** What is deployed with another text in the place of the one in force. */
  readonly change: (text: string) => AemConfigurationFiles
}

/** A configuration file in force, and another text for it. A wrong one changes nothing and stays to be corrected. */
export function FileEditor({ name, text, isOwned, change }: FileEditorProps): ReactElement {
  const [draft, setDraft] = useState<string>()
  const action = useAction()
  const queryClient = useQueryClient()
  const body = change(draft ?? text)
  const deploy = async (): Promise<void> => {
    const isDone = await action.run(async () => {
      await call('/aem/configuration', { method: 'POST', body })
      await queryClient.invalidateQueries({ queryKey: ['aemConfiguration'] })
    }, `Deployed: ${name}`)
    if (isDone) setDraft(undefined)
  }
  if (isOwned) return <CodeBlock name={name} code={text} />
  return (
    <div className={stack}>
      <TextArea
        label={name}
        value={draft ?? text}
        onChange={setDraft}
        isInvalid={action.error !== undefined}
        errorMessage={action.error ?? ''}
        styles={wide}
      />
      {draft !== undefined && draft !== text && (
        <Aside>
          Not in force yet. The file in force may change meanwhile; what you typed stays.
        </Aside>
      )}
      <Row>
        <Button
          variant="accent"
          isDisabled={draft === undefined}
          isPending={action.isRunning}
          aria-label={`Deploy ${name}`}
          onPress={() => void deploy()}
        >
          Deploy
        </Button>
        <Button
          variant="secondary"
          isDisabled={draft === undefined}
          aria-label={`Discard changes of ${name}`}
          onPress={() => setDraft(undefined)}
        >
          Discard changes
        </Button>
      </Row>
      <SameCall
        code={`sandbox.configureAem(${JSON.stringify(body, undefined, 2)})`}
        method="POST"
        path="/aem/configuration"
        body={body}
      />
    </div>
  )
}

const stack = style({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 })
const wide = style({ width: 'full' })
