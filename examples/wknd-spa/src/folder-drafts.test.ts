import { describe, expect, it } from 'vitest'

import { createDraft, findDraftFaults, nameOfDraft, replaceDraft } from './folder-drafts.ts'

describe('nameOfDraft()', () => {
  it('follows the title', () => {
    expect(nameOfDraft(createDraft(1, 'Ski Touring'))).toBe('ski-touring')
  })

  it('keeps the name that the user wrote', () => {
    expect(nameOfDraft({ ...createDraft(1, 'Ski Touring'), ownName: 'snow' })).toBe('snow')
  })
})

describe('findDraftFaults()', () => {
  it('tells the second of two equal names, not the first', () => {
    const faults = findDraftFaults([createDraft(1, 'Ski'), createDraft(2, 'ski')])
    expect(faults).toEqual([undefined, expect.stringContaining('has this name already')])
  })
})

describe('replaceDraft()', () => {
  it('makes a draft of each pasted title, where the text was pasted', () => {
    const drafts = [createDraft(1, 'One'), createDraft(2), createDraft(3, 'Four')]
    const titles = replaceDraft(drafts, 2, ['Two', 'Three']).map(({ title }) => title)
    expect(titles).toEqual(['One', 'Two', 'Three', 'Four'])
  })

  it('gives each draft an id of its own', () => {
    const ids = replaceDraft([createDraft(1), createDraft(2)], 1, ['a', 'b']).map(({ id }) => id)
    expect(ids).toEqual([3, 4, 2])
  })

  it('takes no more than AEM does', () => {
    const titles = Array.from({ length: 11 }, (_, index) => `Folder ${index}`)
    expect(replaceDraft([createDraft(1)], 1, titles)).toHaveLength(10)
  })
})
