import { describe, expect, it } from 'vitest'
import { checkOptions } from './check-options.ts'

const known = { path: true, target: true } as const

describe('checkOptions()', () => {
  it('takes options that have a known name, whatever they are', () => {
    expect(() => checkOptions('createProxy', { path: 1, target: undefined }, known)).not.toThrow()
  })

  it('names an unknown option, and lists the known ones', () => {
    const misspelt = { path: '/api', traget: 'https://api.test' }
    expect(() => checkOptions('createProxy', misspelt as never, known)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        option: 'traget',
        message: 'Unknown option traget for createProxy: it takes path, target.',
      }),
    )
  })

  it.each([undefined, null, 'text'])('says what to give instead of %s', (options) => {
    expect(() => checkOptions('createProxy', options as never, known)).toThrow(
      `The options of createProxy are ${options}: give an object of path, target.`,
    )
  })
})
