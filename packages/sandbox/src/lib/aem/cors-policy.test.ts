import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { SandboxError } from '../sandbox-error.ts'
import { createSandbox } from '../sandbox.ts'
import { parseClientAllowList } from './client-allow-list.ts'
import { answerPreflight, findCorsPolicy, parseCorsPolicy } from './cors-policy.ts'

/** The policy that the tutorial prints. */
const tutorialPolicy = JSON.stringify({
  alloworigin: [''],
  alloworiginregexp: ['https://localhost:.*', 'http://localhost:.*'],
  allowedpaths: ['/adobe/sites/.*', '/graphql/execute.json.*'],
  supportedheaders: ['Origin', 'Accept', 'Content-Type', 'Authorization'],
  supportedmethods: ['GET', 'HEAD', 'POST'],
  'maxage:Integer': 1800,
  supportscredentials: true,
  exposedheaders: [''],
})

function preflight(path: string, origin = 'https://localhost:3001'): Headers {
  const policies = [parseCorsPolicy('tutorial.cfg.json', tutorialPolicy)]
  const request = new Request(`https://aem.sandbox.test${path}`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
  })
  return answerPreflight(request, findCorsPolicy(policies, request, path)).headers
}

describe('CORSPolicyImpl of the tutorial', () => {
  it('lets the SPA ask for models', () => {
    expect(Object.fromEntries(preflight('/adobe/sites/cf/models'))).toEqual({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'Origin, Accept, Content-Type, Authorization',
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-origin': 'https://localhost:3001',
      'access-control-max-age': '1800',
      vary: 'origin',
    })
  })

  it.each([
    ['a path that is not allowed', '/adobe/folders', 'https://localhost:3001'],
    ['an origin that is not allowed', '/adobe/sites/cf/models', 'https://evil.test'],
    ['an empty origin, which an empty entry does not allow', '/adobe/sites/cf/models', ''],
  ])('says nothing to %s', (_, path, origin) => {
    expect(preflight(path, origin).has('access-control-allow-origin')).toBe(false)
  })
})

describe('several policies', () => {
  it('are asked in order, and the first that matches origin and path decides alone', () => {
    const narrow = parseCorsPolicy(
      'a',
      JSON.stringify({
        alloworigin: ['https://a.test'],
        allowedpaths: ['/x'],
        supportedmethods: ['GET'],
      }),
    )
    const wide = parseCorsPolicy(
      'b',
      JSON.stringify({ alloworigin: ['*'], allowedpaths: ['/.*'], supportedmethods: ['DELETE'] }),
    )
    const request = new Request('https://aem.sandbox.test/x', {
      headers: { origin: 'https://a.test' },
    })
    expect(findCorsPolicy([narrow, wide], request, '/x')).toBe(narrow)
    expect(findCorsPolicy([narrow, wide], request, '/y')).toBe(wide)
  })
})

describe('a policy file that is wrong', () => {
  it.each([
    ['no JSON', '{', /a\.cfg\.json, line 1, column \d+: .*Correct it there/],
    ['a list', '[]', /a\.cfg\.json, line 1, column 1: an opening brace \{ is needed here/],
    ['a number where a list belongs', '{"allowedpaths":5}', /allowedpaths must be a list of texts/],
    [
      'a look-around',
      '{\n"allowedpaths":["(?=x)"]}',
      /a\.cfg\.json, line 2, allowedpaths, has .* leave out look-ahead/,
    ],
  ])('is named: %s', (_, text, message) => {
    const parse = (): unknown => parseCorsPolicy('a.cfg.json', text)
    expect(parse).toThrow(SandboxError)
    expect(parse).toThrow(message)
  })
})

describe('a policy in OSGi’s dialect', () => {
  const origin = 'https://a.test'
  const rest = '"allowedpaths": ["/x"], "supportedmethods": ["GET"]'

  it.each([
    ['a comment', `{ // ours\n"alloworigin": ["${origin}"], ${rest} }`],
    ['a typed key', `{ "alloworigin:String[]": ["${origin}"], ${rest} }`],
    ['one text', `{ "alloworigin": "${origin}", ${rest} }`],
    ['a default', `{ "alloworigin": ["$[env:SITE;default=${origin}]"], ${rest} }`],
  ])('opens its origin with %s', (_, text) => {
    expect(parseCorsPolicy('a.cfg.json', text).appliesTo(origin, '/x')).toBe(true)
  })

  it('tells of a name that AEM ignores', () => {
    const { notices } = parseCorsPolicy(
      'a.cfg.json',
      `{\n"allowedorigin": [], "service.ranking:Integer": 5, ${rest} }`,
    )
    expect(notices).toEqual([
      expect.stringContaining('a.cfg.json, line 2: AEM ignores "allowedorigin"'),
    ])
  })
})

describe('parseClientAllowList()', () => {
  it('reads the clients of the author tier', () => {
    const text = 'kind: "API"\nversion: "1"\ndata:\n  allowedClientIDs:\n    author: ["a", "b"]\n'
    expect([...parseClientAllowList(text)]).toEqual(['a', 'b'])
  })

  it.each(['kind: CDN', 'kind: API', 'kind: API\ndata:\n  allowedClientIDs:\n    author: x', ''])(
    'refuses %j and says what it needs',
    (text) => {
      expect(() => parseClientAllowList(text)).toThrow(/data\.allowedClientIDs\.author/)
    },
  )

  it('allows no client where the file is for other types of environment', () => {
    const text =
      'kind: API\nmetadata:\n  envTypes: [prod]\ndata:\n  allowedClientIDs:\n    author: [a]\n'
    expect([...parseClientAllowList(text, 'dev')]).toEqual([])
    expect([...parseClientAllowList(text, 'prod')]).toEqual(['a'])
  })

  it('says where broken YAML is broken', () => {
    expect(() => parseClientAllowList('kind: [')).toThrow(/api\.yaml, line 1, column \d+: /)
  })
})

describe('the shipped policy', () => {
  it('lets the SPA read AEM’s answers, refusals too', async () => {
    const sandbox = await createSandbox()
    const models = `${sandbox.origins.aem}/adobe/sites/cf/models`
    const headers = { origin: 'https://localhost:3001' }
    const refusal = await sandbox.fetch(models, { headers })
    expect(refusal.status).toBe(401)
    expect(refusal.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const answer = await sandbox.fetch(models, {
      headers: { ...headers, authorization: `Bearer ${token}` },
    })
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag, Location, Retry-After')
  })

  it('answers a preflight without a token', async () => {
    const sandbox = await createSandbox()
    const response = await sandbox.fetch(`${sandbox.origins.aem}//adobe/sites/cf/models`, {
      method: 'OPTIONS',
      headers: { origin: 'https://localhost:3001', 'access-control-request-method': 'GET' },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-headers')).toContain('Authorization')
  })

  it('does not take a host that only begins like localhost', async () => {
    const sandbox = await createSandbox()
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
      headers: { origin: 'https://localhost:3001.evil.test' },
    })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })
})
