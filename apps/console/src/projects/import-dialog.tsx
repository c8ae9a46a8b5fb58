import type { ImportedProject } from '@mudbrick/sandbox'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  FileTrigger,
  Form,
  Heading,
  TextArea,
  TextField,
} from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useNavigate } from 'react-router'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { Empty } from '../parts/states.tsx'

const longestFile = 1_000_000

/** Takes a file that was downloaded from the Developer Console, and tells what it does not carry. */
export function ImportDialog(): ReactElement {
  const [text, setText] = useState('')
  const [scopes, setScopes] = useState('')
  const [imported, setImported] = useState<ImportedProject>()
  const action = useAction()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const isAboutScopes = action.error?.includes('scope') === true

  const send = (): Promise<boolean> =>
    action.run(async () => {
      const names = scopes.split(/[\s,]+/).filter((scope) => scope !== '')
      const body = { file: readFile(text), ...(names.length > 0 && { scopes: names }) }
      setImported(await call<ImportedProject>('/projects/import', { method: 'POST', body }))
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
    }, 'Project imported')

  return (
    <Dialog size="L">
      {({ close }) => (
        <>
          <Heading slot="title">Import a project</Heading>
          <Content>
            {imported === undefined ? (
              <Form validationBehavior="aria">
                <FileTrigger
                  acceptedFileTypes={['application/json', '.json']}
                  onSelect={(files) => void files?.[0]?.text().then(setText)}
                >
                  <Button variant="secondary">Choose a file</Button>
                </FileTrigger>
                <TextArea
                  label="File"
                  description="The JSON that Download gives in a project of the Developer Console."
                  isRequired
                  value={text}
                  onChange={setText}
                  isInvalid={action.error !== undefined && !isAboutScopes}
                  errorMessage={action.error ?? ''}
                />
                <TextField
                  label="Scopes"
                  description="Of the credentials with which users sign in: the file does not carry them."
                  value={scopes}
                  onChange={setScopes}
                  isInvalid={isAboutScopes}
                  errorMessage={action.error ?? ''}
                />
              </Form>
            ) : (
              <Notices notices={imported.notices} />
            )}
          </Content>
          <ButtonGroup>
            <Button variant="secondary" onPress={close}>
              Close
            </Button>
            {imported === undefined ? (
              <Button variant="accent" isPending={action.isRunning} onPress={() => void send()}>
                Import
              </Button>
            ) : (
              <Button
                variant="accent"
                onPress={() => {
                  close()
                  void navigate(`/projects/${imported.project.id}`)
                }}
              >
                Open {imported.project.title}
              </Button>
            )}
          </ButtonGroup>
        </>
      )}
    </Dialog>
  )
}

interface NoticesProps {
  readonly notices: readonly string[]
}

function Notices({ notices }: NoticesProps): ReactElement {
  if (notices.length === 0)
    return <Empty title="Everything in the file was taken">Nothing was left out.</Empty>
  return (
    <>
      <p>What the file does not carry, or the sandbox does not take:</p>
      <ul>
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
    </>
  )
}

function readFile(text: string): unknown {
  if (text.trim() === '') throw new Error('Choose a file, or paste its text.')
  if (text.length > longestFile)
    throw new Error('The file has more than 1,000,000 characters: choose the one of one project.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The text is not JSON, or is cut off: download the file again.')
  }
}
