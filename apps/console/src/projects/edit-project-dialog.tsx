import type { Project } from '@mudbrick/sandbox'
import {
  Button,
  ButtonGroup,
  Content,
  Dialog,
  Form,
  Heading,
  TextArea,
  TextField,
} from '@react-spectrum/s2'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { useAction } from '../control/use-action.ts'

export interface EditProjectDialogProps {
  readonly project: Project
}

/** Changes title and description of a project. */
export function EditProjectDialog({ project }: EditProjectDialogProps): ReactElement {
  const [title, setTitle] = useState(project.title)
  const [description, setDescription] = useState(project.description)
  const action = useAction()
  const queryClient = useQueryClient()
  const save = (): Promise<boolean> =>
    action.run(async () => {
      await call(`/projects/${project.id}`, { method: 'PUT', body: { title, description } })
      await queryClient.invalidateQueries({ queryKey: ['projects'] })
    }, 'Project saved')
  const isAboutDescription = action.error?.includes('description') === true
  return (
    <Dialog>
      {({ close }) => (
        <>
          <Heading slot="title">Edit project</Heading>
          <Content>
            <Form validationBehavior="aria">
              <TextField
                label="Project title"
                description="At most 45 characters."
                isRequired
                value={title}
                onChange={setTitle}
                isInvalid={action.error !== undefined && !isAboutDescription}
                errorMessage={action.error ?? ''}
              />
              <TextArea
                label="Description"
                description="At most 1,000 characters."
                value={description}
                onChange={setDescription}
                isInvalid={isAboutDescription}
                errorMessage={action.error ?? ''}
              />
            </Form>
          </Content>
          <ButtonGroup>
            <Button variant="secondary" onPress={close}>
              Cancel
            </Button>
            <Button
              variant="accent"
              isPending={action.isRunning}
              onPress={() => void save().then((isDone) => isDone && close())}
            >
              Save
            </Button>
          </ButtonGroup>
        </>
      )}
    </Dialog>
  )
}
