import { FolderError } from '@mudbrick/aem'
import { describe, expect, it } from 'vitest'

import { describeFolderRefusal } from './folder-refusal.ts'

const path = '/content/dam/ski'

describe('describeFolderRefusal()', () => {
  it('asks for another name where one is taken', () => {
    const error = refuse('created', 'Conflict', `An entity already exists at ${path}`)
    expect(describeFolderRefusal(error)).toBe(
      'A folder of this name is here already: choose another name.',
    )
  })

  it('leads to the choice that a full folder needs', () => {
    const error = refuse('deleted', 'Conflict', `The folder ${path} is not empty`)
    expect(describeFolderRefusal(error)).toMatch(/choose to delete what lies in it/)
  })

  it("repeats AEM's words where it has none of its own", () => {
    const error = refuse('created', 'Bad Request', 'The name is not valid')
    expect(describeFolderRefusal(error)).toContain('The name is not valid')
  })
})

function refuse(deed: 'created' | 'deleted', title: string, detail: string): FolderError {
  return new FolderError(deed, path, { type: undefined, title, detail, instance: undefined })
}
