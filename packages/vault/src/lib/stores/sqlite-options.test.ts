import { describe, expect, it } from 'vitest'
import { createSqliteGrantStore } from './sqlite-grant-store.ts'

const createFrom = createSqliteGrantStore as (options?: unknown) => unknown

describe('the options of createSqliteGrantStore()', () => {
  it.each([undefined, null, 'grants.db'])('are an object, not %j', (options) => {
    expect(() => createFrom(options)).toThrow(
      `The options of createSqliteGrantStore are ${options}: give an object of file, clock.`,
    )
  })

  it('have no other names', () => {
    expect(() => createFrom({ folder: '/var/lib/app' })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'folder' }),
    )
  })

  it.each([{}, { file: undefined }, { file: '' }, { file: 1 }, { file: new URL('file:///a') }])(
    'name a file: %j',
    (options) => {
      expect(() => createFrom(options)).toThrow(
        expect.objectContaining({
          code: 'invalid_option',
          option: 'file',
          message: 'The store needs a file: name one as the option file, in a folder of its own.',
        }),
      )
    },
  )

  it.each([
    [':memory:', '":memory:" is not a path'],
    ['file:grants.db?mode=memory', '"file:grants.db?mode=memory" is not a path'],
    ['/var/lib/a\0b', String.raw`"/var/lib/a\u0000b" is not a path`],
  ])('name a path, not %j', (file, message) => {
    expect(() => createFrom({ file })).toThrow(message)
  })

  it.each([null, {}, () => 0])('have a clock that can be read, not %j', (clock) => {
    expect(() => createFrom({ file: '/var/lib/app/grants.db', clock })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'clock' }),
    )
  })
})
