import { readFields } from '@mudbrick/http'
import { describe, expect, it } from 'vitest'
import { parseContentFragmentModel } from './content-fragment-model.ts'

/** The shape of the model in Adobe's API reference. */
const sample = {
  id: 'L2NvbmYvd2tuZC1zaGFyZWQvc2V0dGluZ3MvZGFtL2NmbS9tb2RlbHMvYWR2ZW50dXJl',
  path: '/conf/wknd-shared/settings/dam/cfm/models/adventure',
  name: 'Adventure',
  description: '',
  etag: '0f3c9a1e55d24c7b',
  created: { at: '2024-02-01T09:00:00.000Z', by: 'admin' },
  modified: { at: '2024-03-05T11:30:00.000Z', by: 'ada@wknd.test' },
  locked: false,
  status: 'enabled',
  previewStatus: 'IN_SYNC',
  fields: [
    {
      type: 'text',
      name: 'title',
      label: 'Title',
      required: true,
      multiple: false,
      maxLength: 120,
      validationType: 'none',
    },
  ],
}

describe('parseContentFragmentModel()', () => {
  it('translates a full model', () => {
    expect(parse(sample)).toEqual({
      id: 'L2NvbmYvd2tuZC1zaGFyZWQvc2V0dGluZ3MvZGFtL2NmbS9tb2RlbHMvYWR2ZW50dXJl',
      path: '/conf/wknd-shared/settings/dam/cfm/models/adventure',
      name: 'Adventure',
      description: '',
      etag: '0f3c9a1e55d24c7b',
      createdAt: Date.UTC(2024, 1, 1, 9),
      createdBy: 'admin',
      modifiedAt: Date.UTC(2024, 2, 5, 11, 30),
      modifiedBy: 'ada@wknd.test',
      isLocked: false,
      status: 'enabled',
      previewStatus: 'IN_SYNC',
      fields: [
        {
          type: 'text',
          name: 'title',
          label: 'Title',
          description: undefined,
          isRequired: true,
          isMultiple: false,
        },
      ],
    })
  })

  it('is content with what the minimal projection leaves', () => {
    const { id, path, name } = sample
    expect(parse({ id, path, name })).toMatchObject({ id, path, name, fields: undefined })
  })

  it('tolerates members that it does not know', () => {
    expect(parse({ ...sample, novelty: { of: 'next year' } })).not.toHaveProperty('novelty')
  })

  it('tolerates an instant that it cannot read', () => {
    expect(parse({ ...sample, created: { at: 'yesterday' } }).createdAt).toBeUndefined()
  })

  it('names a field inside a field', () => {
    expect(() => parse({ ...sample, fields: [{ type: 'text' }] })).toThrow(
      expect.objectContaining({ code: 'missing_field', field: 'fields[0].name' }),
    )
  })
})

function parse(json: object) {
  const received = { method: 'GET', url: 'https://author.test/models', status: 200 }
  return parseContentFragmentModel(readFields(json, received))
}
