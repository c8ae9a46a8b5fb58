import { createHash } from 'node:crypto'

import { createSandbox } from '@mudbrick/sandbox'
import {
  codeOf,
  codeVerifier,
  createSandboxUser,
  redirectUri,
  scopes,
} from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { fill, readOperations, type Exchange } from './exchange.ts'
import { findDeviation } from './shape.ts'

const sandbox = await createSandbox()

describe.each(readOperations())('$operation', ({ exchanges }) => {
  it.each(exchanges)('$name ($evidence)', async (exchange) => {
    const response = await replay(exchange)
    const expected = exchange.response
    expect(response.status).toBe(expected.status)
    for (const [name, value] of Object.entries(expected.headers ?? {})) {
      expect(response.headers.get(name)).toBe(value)
    }
    const location = readLocation(response)
    expect(location.address).toBe(expected.location && fill(expected.location, tutorialValues()))
    expect(
      findDeviation(location.parameters, expected.locationParameters ?? {}, 'Location'),
    ).toBeUndefined()
    const body = await readBody(response)
    expect(findDeviation(body, expected.body)).toBeUndefined()
    expect(findItemDeviations(body, expected.item)).toEqual([])
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
  ])('finds what %j has against %j', (value, shape, deviation) => {
    expect(findDeviation(value, shape)).toBe(deviation)
  })

  it('finds nothing in a value of the shape, optional members present or absent', () => {
    expect(findDeviation({ a: 'x' }, { a: '<string>', 'b?': '<string>' })).toBeUndefined()
    expect(findDeviation({ a: 'x', b: 'y' }, { a: '<string>', 'b?': '<string>' })).toBeUndefined()
  })
})

/** What the items of a list have against their shape; a list without items shows nothing and is a deviation. */
function findItemDeviations(body: unknown, shape: unknown): readonly string[] {
  if (shape === undefined) return []
  const { items } = body as { readonly items: readonly unknown[] }
  if (items.length === 0) return ['items is empty']
  return items.flatMap((item) => findDeviation(item, shape, 'item') ?? [])
}

/** Sends the request of an exchange, its user signed in beforehand, and follows no redirect out of IMS. */
async function replay({ request }: Exchange): Promise<Response> {
  const user = createSandboxUser(sandbox, request.as)
  const values: Record<string, string> = { ...tutorialValues() }
  if (request.as !== undefined) {
    const signInScopes = { scope: request.scopes ?? scopes, state: undefined }
    values['code'] = codeOf(await user.authorize(signInScopes))
    values['accessToken'] = await user.obtainAccessToken(signInScopes)
  }
  const url = new URL(fill(request.url, values))
  for (const [name, value] of Object.entries(request.query ?? {})) {
    url.searchParams.set(name, fill(value, values))
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers.set(name, fill(value, values))
  }
  const cookie = [...user.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  if (cookie !== '') headers.set('cookie', cookie)
  const form = Object.entries(request.form ?? {}).map(([name, value]) => [
    name,
    fill(value, values),
  ])
  const body =
    request.json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(request.json)
  const hasBody = request.form !== undefined || request.json !== undefined
  return sandbox.fetch(url, { method: request.method, headers, ...(hasBody ? { body } : {}) })
}

function tutorialValues(): Record<string, string> {
  return {
    ims: sandbox.origins.ims,
    aem: sandbox.origins.aem,
    clientId: 'wknd-spa',
    redirectUri,
    scopes,
    codeVerifier,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  }
}

function readLocation(response: Response): {
  readonly address: string | undefined
  readonly parameters: Record<string, string>
} {
  const location = response.headers.get('location')
  // A 202 names a job there, whose address is made up anew each time.
  if (location === null || response.status < 300) return { address: undefined, parameters: {} }
  const url = new URL(location)
  return { address: url.origin + url.pathname, parameters: Object.fromEntries(url.searchParams) }
}

/** The body as JSON; nothing when it is empty or a page. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}
