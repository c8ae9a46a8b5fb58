import { describe, expect, it } from 'vitest'
import { readFields } from './json-fields.ts'

const received = { method: 'GET', url: 'https://api.test/items', status: 200 }

describe('readFields()', () => {
  it('reads a field of the type asked for', () => {
    expect(readFields({ name: 'Trip' }, received).required('name', 'string')).toBe('Trip')
  })

  it('reads a false as well as a true', () => {
    expect(readFields({ locked: false }, received).required('locked', 'boolean')).toBe(false)
  })

  it('takes null for absent', () => {
    expect(readFields({ name: null }, received).optional('name', 'string')).toBeUndefined()
  })

  it('names a field that is missing', () => {
    expect(() => readFields({}, received).required('name', 'string')).toThrow(
      expect.objectContaining({ code: 'missing_field', field: 'name' }),
    )
  })

  it('names a field of another type', () => {
    expect(() => readFields({ name: 5 }, received).optional('name', 'string')).toThrow(
      expect.objectContaining({ code: 'wrong_type', field: 'name' }),
    )
  })

  it('takes no list for an object', () => {
    expect(() => readFields({ address: [] }, received).optional('address', 'object')).toThrow(
      expect.objectContaining({ code: 'wrong_type', field: 'address' }),
    )
  })

  it('refuses a document that is not an object', () => {
    expect(() => readFields(['Trip'], received)).toThrow(
      'GET https://api.test/items answered with JSON that is not an object (HTTP 200): check the address, then report it to the service.',
    )
  })

  it('reads no field that every object inherits', () => {
    expect(() => readFields({}, received).required('toString', 'any')).toThrow(
      expect.objectContaining({ code: 'missing_field' }),
    )
  })

  it('names a nested field by its path', () => {
    const item = readFields({}, received).within({}, 'items[3]')
    expect(() => item.required('id', 'string')).toThrow(
      expect.objectContaining({ field: 'items[3].id' }),
    )
  })

  it('does not show the value that failed', () => {
    expect(() =>
      readFields({ id_token: ['fake-id-token'] }, received).required('id_token', 'string'),
    ).toThrow(expect.not.objectContaining({ message: expect.stringContaining('fake-id-token') }))
  })
})
