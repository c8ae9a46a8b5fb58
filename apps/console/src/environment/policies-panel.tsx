import type { AemConfigurationFiles } from '@mudbrick/sandbox'
import { Button, Form, TextArea, TextField } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { Panel } from '../parts/panel.tsx'
import { Aside } from '../parts/stack.tsx'
import { Empty } from '../parts/states.tsx'
import { FileEditor } from './file-editor.tsx'

export interface FilesPanelProps {
  readonly files: AemConfigurationFiles
  readonly isOwned: boolean
}

/** The CORS policies in force, in the order in which AEM asks them. */
export function PoliciesPanel({ files, isOwned }: FilesPanelProps): ReactElement {
  const { corsPolicies = {} } = files
  const policies = Object.entries(corsPolicies)
  return (
    <Panel title="CORS policies">
      <Aside>
        A full-stack pipeline deploys them at Adobe, from
        ui.config/src/main/content/jcr_root/apps/…/osgiconfig. AEM asks them in this order.
      </Aside>
      {policies.length === 0 && (
        <Empty title="No policy">A browser lets no page of another origin call the author.</Empty>
      )}
      {policies.map(([name, text]) => (
        <FileEditor
          key={name}
          name={name}
          text={text}
          isOwned={isOwned}
          change={(changed) => ({ corsPolicies: { ...corsPolicies, [name]: changed } })}
        />
      ))}
      {!isOwned && <NewPolicy corsPolicies={corsPolicies} />}
    </Panel>
  )
}

interface NewPolicyProps {
  readonly corsPolicies: Readonly<Record<string, string>>
}

function NewPolicy({ corsPolicies }: NewPolicyProps): ReactElement {
  const [name, setName] = useState('com.adobe.granite.cors.impl.CORSPolicyImpl~my-app.cfg.json')
  const [text, setText] = useState('')
  const action = useAction()
  const queryClient = useQueryClient()
  const isTaken = Object.hasOwn(corsPolicies, name.trim())
  const add = async (): Promise<void> => {
    const isDone = await action.run(async () => {
      if (isTaken) throw new Error(`There is a file ${name.trim()}: choose another name.`)
      const body = { corsPolicies: { ...corsPolicies, [name.trim()]: text } }
      await call('/aem/configuration', { method: 'POST', body })
      await queryClient.invalidateQueries({ queryKey: ['aemConfiguration'] })
    }, `Deployed: ${name}`)
    if (isDone) setText('')
  }
  return (
    <Form
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField label="Name of another policy’s file" value={name} onChange={setName} />
      <TextArea
        label="Text of another policy’s file"
        description="As the tutorial prints it: paste it here."
        value={text}
        onChange={setText}
        isInvalid={action.error !== undefined}
        errorMessage={action.error ?? ''}
      />
      <div>
        <Button type="submit" variant="accent" isPending={action.isRunning}>
          Deploy another policy
        </Button>
      </div>
    </Form>
  )
}
