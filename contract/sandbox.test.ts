import { createSandbox } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

import { readOperations } from './exchange.ts'
import { findDeviations, replay } from './replay.ts'
import { prepareReplay } from './sandbox-values.ts'
import { findDeviation } from './shape.ts'

const sandbox = await createSandbox()

beforeEach(() => {
  sandbox.reset()
})

describe.each(readOperations())('$operation', ({ exchanges }) => {
  it.each(exchanges)('$name ($evidence)', async (exchange) => {
    const context = await prepareReplay(sandbox, exchange.request)
    const response = await replay(exchange, context)
    expect(await findDeviations(response, exchange.response, context.values)).toEqual([])
  })
})

describe('findDeviation()', () => {
  it.each([
    [{ a: 1 }, { a: 2 }, 'body.a is 1, not 2'],
    [{}, { a: '<string>' }, 'body.a is missing'],
    [{ a: 1 }, { a: '<string>' }, 'body.a is 1, not <string>'],
    [{ a: 'x', b: 1 }, { a: '<string>' }, 'body.b is there, and should not be'],
    [{ a: 'no' }, { a: '<jwt>' }, 'body.a is "no", not <jwt>'],
    ['', undefined, 'body is "", not undefined'],
    [[], ['<string>'], 'body is empty'],
    [['a', 1], ['<string>'], 'body[1] is 1, not <string>'],
    ['a', ['<string>'], 'body is "a", not a list'],
    [{ a: 1 }, { '<others>': '<string>' }, 'body.a is 1, not <string>'],
    ['12x', '<digits>', 'body is "12x", not <digits>'],
    [86_399, '<day in ms>', 'body is 86399, not <day in ms>'],
  ])('finds what %j has against %j', (value, shape, deviation) => {
    expect(findDeviation(value, shape)).toBe(deviation)
  })

  it('finds nothing in a value of the shape, optional members present or absent', () => {
    expect(findDeviation({ a: 'x' }, { a: '<string>', 'b?': '<string>' })).toBeUndefined()
    expect(findDeviation({ a: 'x', b: 'y' }, { a: '<string>', 'b?': '<string>' })).toBeUndefined()
  })
})

describe('findDeviations()', () => {
  const answer = (headers: Record<string, string>): Response =>
    new Response(null, { status: 302, headers })

  it('finds a header that must not be there', async () => {
    const expected = { status: 302, headers: { 'x-powered-by': null } }
    expect(await findDeviations(answer({ 'x-powered-by': 'x' }), expected, {})).toEqual([
      'x-powered-by is "x", not null',
    ])
  })

  it('tells the query of a Location from its fragment', async () => {
    const expected = {
      status: 302,
      location: 'https://app.test/cb',
      fragmentParameters: { code: 'a' },
    }
    const location = 'https://app.test/cb?code=a'
    expect(await findDeviations(answer({ location }), expected, {})).toEqual([
      'Location.code is there, and should not be',
      'Location#.code is missing',
    ])
  })

  it('looks into tokens', async () => {
    const payload = Buffer.from('{"type":"access_token"}').toString('base64url')
    const location = `https://app.test/cb#access_token=e30.${payload}.signature`
    const expected = {
      status: 302,
      location: 'https://app.test/cb',
      fragmentParameters: { access_token: '<text>' },
      tokens: { access_token: { claims: { type: 'refresh_token' } } },
    }
    expect(await findDeviations(answer({ location }), expected, {})).toEqual([
      'claims of access_token.type is "access_token", not "refresh_token"',
    ])
  })
})
