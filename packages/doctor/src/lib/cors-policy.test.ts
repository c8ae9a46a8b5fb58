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
      '{ "maxage": "1800" }',
      'cors_policy_wrong_type',
      'maxage of a.cfg.json at line 1, column 13 is not a whole number of seconds.',
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
      'a text that is not of its type',
      '{ "maxage:Integer": "soon" }',
      'cors_policy_wrong_type',
      'maxage:Integer of a.cfg.json at line 1, column 21 is not a whole number.',
    ],
    [
      'a list of a single type',
      '{ "alloworigin:String": ["https://a.test"] }',
      'cors_policy_wrong_type',
      'alloworigin:String of a.cfg.json at line 1, column 25 is not a single value, as String is.',
    ],
    [
      'an unknown type',
      '{ "alloworigin:string[]": ["https://a.test"] }',
      'cors_policy_unknown_type',
      'a.cfg.json has the type string[] behind the key alloworigin at line 1, column 3, which OSGi does not know.',
    ],
    [
      'a key that comes twice',
      '{ "maxage": 1,\n  "maxage:Integer": 2 }',
      'cors_policy_duplicate_key',
      'a.cfg.json has the key maxage a second time at line 2, column 3; the first is at line 1.',
    ],
    [
      'a variable without a default',
      '{ "alloworigin": ["$[env:SITE]"] }',
      'cors_policy_variable_unknown',
      'a.cfg.json has $[env:SITE] at line 1, column 19, which has no default and whose value is not known here, so calls are not judged by this policy.',
    ],
    [
      'a secret',
      '{ "alloworigin": ["$[secret:SITE]"] }',
      'cors_policy_variable_unknown',
      'a.cfg.json has $[secret:SITE] at line 1, column 19, which has no default and whose value is not known here, so calls are not judged by this policy.',
    ],
    [
      'a variable of no kind',
      '{ "alloworigin": ["$[evn:SITE]"] }',
      'cors_policy_variable_invalid',
      'a.cfg.json has $[evn:SITE], but there are no variables of the kind evn, at line 1, column 19.',
    ],
    [
      'an option of no kind',
      '{ "alloworigin": ["$[env:SITE;defualt=x]"] }',
      'cors_policy_variable_invalid',
      'a.cfg.json has the option defualt in $[env:SITE], which OSGi does not know, at line 1, column 19.',
    ],
    [
      'a type of no kind',
      '{ "maxage": "$[env:AGE;type=integer;default=1]" }',
      'cors_policy_variable_invalid',
      'a.cfg.json has the type integer in $[env:AGE], which OSGi does not know, at line 1, column 13.',
    ],
    [
      'a default of another type',
      '{ "maxage": "$[env:AGE;type=Integer;default=soon]" }',
      'cors_policy_variable_invalid',
      'a.cfg.json has $[env:AGE], whose value is not a whole number, as its type Integer demands, at line 1, column 13.',
    ],
    [
      'a variable without its bracket',
      '{ "alloworigin": ["$[env:SITE"] }',
      'cors_policy_variable_invalid',
      'a.cfg.json has a variable that is not complete, at line 1, column 19.',
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
      'a.cfg.json has the pattern https://(a in alloworiginregexp at line 1, column 25, which is not a regular expression (missing closing )).',
    ],
  ])('says what is wrong with %s', (_, text, code, sentence) => {
    expect(parse(text).findings).toMatchObject([{ code, sentence }])
  })

  it.each([
    ['{ "alloworigin:String[]": ["https://a.test"] }'],
    ['{ "alloworigin:Collection<String>": ["https://a.test"] }'],
    ['{ "alloworigin:String[]": "https://a.test" }'],
    ['{ "alloworigin": ["", "https://a.test"] /* one */ } // policy'],
    ['{ "alloworigin": ["$[env:SITE;default=https://a.test]"] }'],
    ['{ "alloworigin": ["https://$[env:HOST;default=a].test"] }'],
    ['{ "alloworigin": "$[env:SITES;type=String[];delimiter=,;default=https://a.test]" }'],
    ['{ "alloworigin": ["$[prop:site;default=https://a.test]"] }'],
    ['{ "alloworigin": ["$[env:GIVEN;default=https://b.test]"] }'],
  ])('reads the same origin from %s', (text) => {
    const files = [{ file: 'a.cfg.json', text }]
    const { policies, findings, isComplete } = parseCorsPolicies(files, { GIVEN: 'https://a.test' })
    expect(findings).toEqual([])
    expect(isComplete).toBe(true)
    expect(policies).toMatchObject([{ allowedOrigins: ['https://a.test'] }])
  })

  it('reads a switch from a variable', () => {
    const text = '{ "supportscredentials": "$[env:C;type=Boolean;default=true]" }'
    expect(parse(text).policies).toMatchObject([{ supportsCredentials: true }])
  })

  it('does not judge calls by a variable that it does not know', () => {
    expect(parse('{ "alloworigin": ["$[env:SITE]"] }').isComplete).toBe(false)
  })

  it('says which comma is too many', () => {
    expect(parse('{ "maxage": 1, }').findings[0]?.fix).toBe(
      'Remove the comma before }; AEM does not load the policy as it is.',
    )
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
