import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseLocatedJson, type LocatedJson } from './located-json.ts'

const seed = 20261121

describe('parseLocatedJson()', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const expected: unknown = JSON.parse(text)
        expect(plain(parseLocatedJson(JSON.stringify(expected, null, indent)))).toEqual(expected)
      }),
      { seed, numRuns: 500 },
    )
  })

  it('refuses what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '0',
      '\\',
      'true',
      'x',
      ' ',
      '\n',
      '.5',
      'e9',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('')
        return 'value' in parseLocatedJson(text) === isJson(text)
      }),
      { seed, numRuns: 20_000 },
    )
  })

  it('remembers where names and values stand', () => {
    expect(parseLocatedJson('{\r\n  "a": [\n\t"b"]}')).toMatchObject({
      value: {
        line: 1,
        column: 1,
        members: [{ name: 'a', line: 2, column: 3, value: { items: [{ line: 3, column: 2 }] } }],
      },
    })
  })

  it('passes over comments', () => {
    expect(plain(parseLocatedJson('// a\n{ /* b\n */ "c": 1 }'))).toEqual({ c: 1 })
  })

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma or }'],
    ['{ a: 1 }', 1, 3, 'a name in double quotes'],
    ['{ "a" 1 }', 1, 7, 'a colon'],
    ['{ "a": "\\." }', 1, 9, 'a second backslash, or another letter after this one'],
    ['{ "a": "b\n" }', 1, 10, 'a closing quote'],
    ['{', 1, 2, 'a name in double quotes'],
    ['', 1, 1, 'a value'],
    ['{} x', 1, 4, 'the end of the file'],
  ])('says where %j goes wrong', (text, line, column, expected) => {
    expect(parseLocatedJson(text)).toEqual({ line, column, expected })
  })

  it.each([
    ['{\n  "a": [1,\n  ]\n}', 3, 3, 'a value', 'Remove the comma before ]'],
    ['{ "a": 1, // last\n }', 2, 2, 'a name in double quotes', 'Remove the comma before }'],
  ])('says which comma is too many in %j', (text, line, column, expected, remedy) => {
    expect(parseLocatedJson(text)).toEqual({ line, column, expected, remedy })
  })

  it('does not follow brackets without end', () => {
    expect(parseLocatedJson('['.repeat(100_000))).toMatchObject({ expected: 'less nesting' })
  })
})

function plain(reading: ReturnType<typeof parseLocatedJson>): unknown {
  return 'value' in reading ? plainValue(reading.value) : reading
}

function plainValue(json: LocatedJson): unknown {
  if (json.kind === 'list') return json.items.map(plainValue)
  if (json.kind !== 'object') return json.value
  return Object.fromEntries(json.members.map(({ name, value }) => [name, plainValue(value)]))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
