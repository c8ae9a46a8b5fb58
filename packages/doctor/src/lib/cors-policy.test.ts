import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseCorsPolicies } from './cors-policy.ts'

describe('parseCorsPolicies()', () => {
  it('reads names with and without a type', () => {
    const { policies, findings } = parse(
      '{ "maxage:Integer": 1800, "supportscredentials:Boolean": true, "supportedheaders": ["X-Api-Key", ""] }',
    )
    expect(findings).toEqual([])
    expect(policies).toMatchObject([
      { file: 'a.cfg.json', supportsCredentials: true, supportedHeaders: ['x-api-key'] },
    ])
  })

  it.each([
    [
      'broken JSON',
      '{\n  "allowedpaths": ["/x"]\n  "maxage": 1\n}',
      'cors_policy_unreadable',
      'a.cfg.json is not valid JSON at line 3, column 3: a comma or } was expected there.',
    ],
    [
      'a bad escape',
      '{ "alloworiginregexp": ["https://app\\.test"] }',
      'cors_policy_unreadable',
      'a.cfg.json is not valid JSON at line 1, column 37: a second backslash, or another letter after this one was expected there.',
    ],
    [
      'a list',
      '[]',
      'cors_policy_wrong_type',
      'The policy of a.cfg.json at line 1, column 1 is not an object in braces.',
    ],
    [
      'a text where a list belongs',
      '{\n  "allowedpaths": "/x"\n}',
      'cors_policy_wrong_type',
      'allowedpaths of a.cfg.json at line 2, column 19 is not a list of texts, such as ["…"].',
    ],
    [
      'a text where a number belongs',
      '{ "maxage:Integer": "1800" }',
      'cors_policy_wrong_type',
      'maxage:Integer of a.cfg.json at line 1, column 21 is not a whole number of seconds.',
    ],
    [
      'a text where true belongs',
      '{ "supportscredentials": "true" }',
      'cors_policy_wrong_type',
      'supportscredentials of a.cfg.json at line 1, column 26 is not true or false.',
    ],
    [
      'a wrong key',
      '{\n  "allowedPath": ["/x"]\n}',
      'cors_policy_unknown_key',
      'a.cfg.json has the key allowedPath at line 2, column 3, which AEM does not know and ignores.',
    ],
    [
      'a look-around',
      '{ "allowedpaths": ["/x(?=y)"] }',
      'cors_policy_pattern_invalid',
      'a.cfg.json has the pattern /x(?=y) in allowedpaths at line 1, column 20, which looks around, which cannot be judged: leave out look-ahead and look-behind.',
    ],
    [
      'an open bracket',
      '{ "alloworiginregexp": ["https://(a"] }',
      'cors_policy_pattern_invalid',
      'a.cfg.json has the pattern https://(a in alloworiginregexp at line 1, column 25, which is no regular expression (missing closing )).',
    ],
  ])('says what is wrong with %s', (_, text, code, sentence) => {
    expect(parse(text).findings).toMatchObject([{ code, sentence }])
  })

  it('says which key was meant', () => {
    const text =
      '{ "allowed-paths": [], "supportedMethod": [], "unheard-of": 1, "service.ranking": 1 }'
    expect(parse(text).findings.map(({ fix }) => fix)).toEqual([
      'Write allowedpaths.',
      'Write supportedmethods.',
      'Remove it, or write one of alloworigin, alloworiginregexp, allowedpaths, supportedmethods, supportedheaders, exposedheaders, maxage, supportscredentials.',
    ])
  })

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parse(text)).not.toThrow()
      }),
      { seed: 20261121, numRuns: 1000 },
    )
  })
})

function parse(text: string): ReturnType<typeof parseCorsPolicies> {
  return parseCorsPolicies([{ file: 'a.cfg.json', text }])
}
