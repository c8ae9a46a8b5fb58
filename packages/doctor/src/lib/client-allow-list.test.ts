import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseClientAllowList } from './client-allow-list.ts'

describe('parseClientAllowList()', () => {
  it('reads tiers and environment types', () => {
    const { allowList, findings } = parse(
      lines(
        'kind: "API"',
        'version: "1.0"',
        'metadata:',
        '  envTypes: ["dev", "rde"]',
        'data:',
        '  allowedClientIDs:',
        '    author:',
        '      - a1b2c3d4e5f6',
        '    preview: ["client-id-456"]',
      ),
    )
    expect(findings).toEqual([])
    expect(allowList).toEqual({
      file: 'api.yaml',
      environmentTypes: ['dev', 'rde'],
      clientIds: { author: ['a1b2c3d4e5f6'], publish: [], preview: ['client-id-456'] },
      positions: {
        all: { line: 6, column: 3 },
        author: { line: 7, column: 5 },
        preview: { line: 9, column: 5 },
      },
    })
  })

  it('takes a list without environment types for all of them', () => {
    const { allowList } = parse('{kind: API, version: 1, data: {allowedClientIDs: {author: [a]}}}')
    expect(allowList?.environmentTypes).toEqual(['dev', 'stage', 'prod', 'rde'])
  })

  it.each([
    [
      'broken YAML',
      'kind: API\ndata:\n  author: [a\n',
      'allow_list_unreadable',
      /^api\.yaml is not valid YAML at line \d+, column \d+: .*[^.]\.$/,
    ],
    [
      'a tab',
      'kind: API\ndata:\n\tallowedClientIDs: {}\n',
      'allow_list_unreadable',
      /at line 3, column 1: tabs/,
    ],
    [
      'another kind',
      'kind: CDN\nversion: "1"\ndata: {allowedClientIDs: {}}',
      'allow_list_wrong_type',
      /^kind of api\.yaml at line 1, column 7 is not 'API'\.$/,
    ],
    [
      'another version',
      'kind: API\nversion: "2"\ndata: {allowedClientIDs: {}}',
      'allow_list_wrong_type',
      /^version of api\.yaml at line 2, column 10 is not '1'\.$/,
    ],
    [
      'a text where a list belongs',
      'kind: API\nversion: "1"\ndata: {allowedClientIDs: {author: a}}',
      'allow_list_wrong_type',
      /^data\.allowedClientIDs\.author of api\.yaml at line 3, column 35 is not a list/,
    ],
    [
      'a client id that YAML takes for a number',
      'kind: API\nversion: "1"\ndata: {allowedClientIDs: {author: [12345e67]}}',
      'allow_list_wrong_type',
      /^An entry of data\.allowedClientIDs\.author of .* is not a text: put it in quotes\.$/,
    ],
    [
      'an unknown environment type',
      'kind: API\nversion: "1"\nmetadata: {envTypes: [qa]}\ndata: {allowedClientIDs: {}}',
      'allow_list_wrong_type',
      /^qa in metadata\.envTypes of api\.yaml at line 3, column 22 is not dev, stage, prod, rde\.$/,
    ],
    [
      'nothing',
      '',
      'allow_list_wrong_type',
      /^The content of api\.yaml at line 1, column 1 is not/,
    ],
    [
      'an alias without end',
      'kind: &a [*a, *a]',
      'allow_list_wrong_type',
      /^data of api\.yaml at line 1/,
    ],
  ])('says what is wrong with %s', (_, text, code, sentence) => {
    const { allowList, findings } = parse(text)
    expect(allowList).toBeUndefined()
    expect(findings[0]).toMatchObject({ code, sentence: expect.stringMatching(sentence) })
  })

  it('says which key was meant', () => {
    const { findings } = parse(
      lines(
        'kind: API',
        'version: "1"',
        'data:',
        '  allowedClientIDs: {}',
        '  allowedClientIds: {}',
      ),
    )
    expect(findings).toMatchObject([
      { code: 'allow_list_unknown_key', fix: 'Write allowedClientIDs.', line: 5, column: 3 },
    ])
  })

  it('never throws, whatever the file holds', () => {
    const piece = fc.constantFrom(
      'kind',
      'data',
      'allowedClientIDs',
      'author',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '!!',
      '? ',
      '"',
      "'",
      '|',
      '#',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(() => parse(pieces.join(''))).not.toThrow()
      }),
      { seed: 20261121, numRuns: 2000 },
    )
  })

  it('does not follow brackets without end', () => {
    expect(parse('['.repeat(50_000)).findings).toMatchObject([{ code: 'allow_list_unreadable' }])
  })
})

function parse(text: string): ReturnType<typeof parseClientAllowList> {
  return parseClientAllowList({ file: 'api.yaml', text })
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
