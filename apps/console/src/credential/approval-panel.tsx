import type { Project, SeedUserCredential } from '@mudbrick/sandbox'
import { Badge, Button, Form, TextArea, TextField } from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'
import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Aside } from '../parts/stack.tsx'
import { Failure } from '../parts/states.tsx'

export interface ApprovalPanelProps {
  readonly project: Project
  readonly credential: SeedUserCredential
}

/** The form that a reviewer of Adobe's would read. */
export function ApprovalPanel({ project, credential }: ApprovalPanelProps): ReactElement {
  const { clientId } = credential
  const former = project.reviews.find((review) => review.clientId === clientId)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({ ...strings(former) })
  const action = useAction()
  const queryClient = useQueryClient()
  const filled = Object.entries(texts).filter(([, text]) => text.trim() !== '')
  const body = { project: project.id, clientId, ...Object.fromEntries(filled) }
  const submit = (): Promise<boolean> =>
    action.run(async () => {
      await call('/projects/review', { method: 'POST', body })
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
    }, 'Submitted for approval')
  const wrong = fields.filter(({ name }) => mentions(action.error, name))
  return (
    <Panel
      title="Approval"
      actions={
        <Badge variant={former === undefined ? 'neutral' : 'notice'}>
          {former === undefined ? 'In Development' : 'In Review'}
        </Badge>
      }
    >
      <Aside>
        Only Adobe can approve an application. The sandbox checks the form, and leaves it in review.
      </Aside>
      <Form
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {fields.map(({ name, label, isRequired, isLong }) => {
          const Field = isLong ? TextArea : TextField
          return (
            <Field
              key={name}
              label={label}
              isRequired={isRequired}
              value={texts[name] ?? ''}
              onChange={(text: string) => setTexts({ ...texts, [name]: text })}
              isInvalid={mentions(action.error, name)}
              errorMessage={findAdvice(action.error, name)}
            />
          )
        })}
        {action.error !== undefined && wrong.length === 0 && (
          <Failure title="Not submitted" error={new Error(action.error)} />
        )}
        <div>
          <Button type="submit" variant="accent" isPending={action.isRunning}>
            Submit for approval
          </Button>
        </div>
      </Form>
      <SameCall
        code={`sandbox.projects.submitForReview(${JSON.stringify(body, undefined, 2)})`}
        method="POST"
        path="/projects/review"
        body={body}
      />
    </Panel>
  )
}

const fields = [
  { name: 'appName', label: 'Public app name', isRequired: true, isLong: false },
  { name: 'website', label: 'App website', isRequired: false, isLong: false },
  { name: 'privacyPolicy', label: 'Privacy policy', isRequired: true, isLong: false },
  { name: 'termsOfUse', label: 'Terms of use', isRequired: true, isLong: false },
  { name: 'description', label: 'App description', isRequired: true, isLong: true },
  { name: 'notes', label: 'Notes to reviewer', isRequired: true, isLong: true },
] as const

function strings(review: object = {}): Readonly<Record<string, string>> {
  const texts = Object.entries(review).filter(([name]) =>
    fields.some((field) => field.name === name),
  )
  return Object.fromEntries(texts.map(([name, text]) => [name, String(text)]))
}

/** The sandbox lists what is wrong by its member. */
function mentions(error: string | undefined, name: string): boolean {
  return error !== undefined && new RegExp(`\\b${name}\\b`).test(error)
}

function findAdvice(error = '', name: string): string {
  const { advice } = new RegExp(`\\b${name}\\b(?<advice>[^;,]*)`).exec(error)?.groups ?? {}
  const text = advice?.replaceAll(/^[\s:(`"]+|[\s.)]+$/g, '') ?? ''
  return text === '' ? error : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
