import { describe, expect, it } from 'vitest'

import { SandboxError } from '../sandbox-error.ts'
import { parseOsgiConfiguration } from './osgi-configuration.ts'
import type { OsgiVariables } from './osgi-placeholders.ts'

function read(text: string, variables?: OsgiVariables): Record<string, unknown> {
  const { properties } = parseOsgiConfiguration('a.cfg.json', text, variables)
  return Object.fromEntries([...properties].map(([name, { value }]) => [name, value]))
}

describe('parseOsgiConfiguration()', () => {
  it('reads comments of both kinds, also between members and inside lists', () => {
    const text = `// ours
      { "a": [ /* one */ "x", // two
        "https://y" ], /**/ "b": true }
      // end`
    expect(read(text)).toEqual({ a: ['x', 'https://y'], b: true })
  })

  it.each<[string, unknown]>([
    ['{"a:String[]": ["x"]}', ['x']],
    ['{"a:String[]": "x"}', ['x']],
    ['{"a:Collection<String>": ["x", "y"]}', ['x', 'y']],
    ['{"a:Integer": 1800}', 1800],
    ['{"a:Integer": "1800"}', 1800],
    ['{"a:int[]": [1, 2]}', [1, 2]],
    ['{"a:Boolean": "TRUE"}', true],
    ['{"a:Double": 1.5}', 1.5],
    ['{"a:String": 5}', '5'],
    ['{"a:Integer": [5]}', 5],
    ['{"a": {"b": [1, {"c": null}]}}', { b: [1, { c: null }] }],
    [String.raw`{"a": "\\.\u0041"}`, String.raw`\.A`],
    ['\uFEFF{"a": "x"}', 'x'],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual({ a: value })
  })

  it('leaves out what is the Configurator’s own', () => {
    expect(read('{":configurator:version": 1, "a": 1}')).toEqual({ a: 1 })
  })

  it.each<[string, string]>([
    ['', 'a.cfg.json, line 1, column 1: an opening brace { is needed here.'],
    ['[]', 'a.cfg.json, line 1, column 1: an opening brace { is needed here.'],
    ['{"a": 1,}', 'a.cfg.json, line 1, column 8: leave out this comma before }.'],
    ['{"a": [1, ]}', 'a.cfg.json, line 1, column 9: leave out this comma before ].'],
    ['{\n  a: 1 }', 'a.cfg.json, line 2, column 3: a name in double quotes is needed here.'],
    ['{"a": x}', 'a.cfg.json, line 1, column 7: a text in double quotes or a value is needed'],
    ["{'a': 1}", 'a.cfg.json, line 1, column 2: a name in double quotes is needed here.'],
    ['{"a": "x', 'a.cfg.json, line 1, column 7: a text that ends on its line is needed here.'],
    ['{"a": "x\ny"}', 'a.cfg.json, line 1, column 7: a text that ends on its line'],
    [String.raw`{"a": "\."}`, 'a.cfg.json, line 1, column 7: a text whose backslashes are doubled'],
    ['{"a" 1}', 'a.cfg.json, line 1, column 6: a colon is needed here.'],
    ['{"a": 1 "b": 2}', 'a.cfg.json, line 1, column 9: a comma or } is needed here.'],
    ['{"a": 1} x', 'a.cfg.json, line 1, column 10: the end of the file is needed here.'],
    ['{"a": 1 /* x', 'a.cfg.json, line 1, column 9: a comment that ends is needed here.'],
    [`{"a": ${'['.repeat(10_000)}`, 'less nesting is needed here.'],
    ['{"a": 1,\n"a:Long": 2}', 'a.cfg.json, line 2: a stands in line 1 too; leave one out.'],
    ['{"a:Sring": 1}', 'a.cfg.json, line 1: a has the unknown type "Sring"; use String, Integer'],
    [
      '{"a:Integer": "x"}',
      'a.cfg.json, line 1: a:Integer: "x" is not of type Integer; correct it.',
    ],
    [
      '{"a:Integer": 1.5}',
      'a.cfg.json, line 1: a:Integer: 1.5 is not of type Integer; correct it.',
    ],
    [
      '{"a:Boolean": "yes"}',
      'a.cfg.json, line 1: a:Boolean: "yes" is not of type Boolean; correct it.',
    ],
    ['{"a:Integer": [1, 2]}', 'a:Integer is one value, and a list stands here; give one.'],
  ])('refuses %j', (text, message) => {
    const parse = (): unknown => read(text)
    expect(parse).toThrow(SandboxError)
    expect(parse).toThrow(message)
  })
})

describe('placeholders', () => {
  const variables = { SITE: 'https://a.test', SITES: 'https://a.test,https://b.test', AGE: '60' }

  it.each<[string, unknown]>([
    ['$[env:SITE]', 'https://a.test'],
    ['$[secret:SITE]', 'https://a.test'],
    ['$[env:SITE]/x', 'https://a.test/x'],
    ['$[env:NONE;default=https://c.test]', 'https://c.test'],
    ['$[env:NONE;default=]', ''],
    ['$[env:AGE;type=Integer]', 60],
    ['$[env:SITES;type=String[];delimiter=,]', ['https://a.test', 'https://b.test']],
    ['$[env:NONE;default=true;type=Boolean]', true],
    ['$[env]', '$[env]'],
  ])('%s', (text, value) => {
    expect(read(JSON.stringify({ a: text }), variables)).toEqual({ a: value })
  })

  it('give a list all of their items', () => {
    const text = '{"a": ["https://x.test", "$[env:SITES;type=String[];delimiter=,]"]}'
    expect(read(text, variables)).toEqual({
      a: ['https://x.test', 'https://a.test', 'https://b.test'],
    })
  })

  it.each([
    ['$[env:NONE]', 'the variable NONE has no value; set it, or write ;default=… behind its name'],
    ['$[secret:NONE]', 'the secret NONE has no value'],
    ['$[env:toString]', 'the variable toString has no value'],
  ])('%s is refused', (text, message) => {
    expect(() => read(JSON.stringify({ a: text }), variables)).toThrow(
      `a.cfg.json, line 1: a: ${message}`,
    )
  })
})
