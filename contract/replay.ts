import { fill, type Exchange, type ExchangeRequest, type ExchangeResponse } from './exchange.ts'
import { findDeviation } from './shape.ts'

/** What an exchange is filled in with, and by whom it is sent. */
export interface Replay {
  readonly fetch: (input: URL, init: RequestInit) => Promise<Response>
  readonly values: Readonly<Record<string, string>>
  /** The cookies of the signed-in browser, as the `cookie` header has them. */
  readonly cookie?: string
}

/** Sends the request of an exchange, and what comes before it; follows no redirect. */
export async function replay({ request }: Exchange, context: Replay): Promise<Response> {
  await replayEarlier(request, context)
  return send(request, context)
}

/** Sends what comes before the request of an exchange. */
export async function replayEarlier(request: ExchangeRequest, context: Replay): Promise<void> {
  for (const earlier of request.before ?? []) {
    const response = await send(earlier, context)
    await response.arrayBuffer()
  }
}

/** What an answer has against the contract, in words. */
export async function findDeviations(
  response: Response,
  expected: ExchangeResponse,
  values: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { address, query, fragment } = readLocation(response)
  const text = await response.text()
  const body = readBody(text, response)
  const expectedAddress = expected.location && fill(expected.location, values)
  return [
    response.status === expected.status
      ? undefined
      : `status is ${response.status}, not ${expected.status}`,
    ...Object.entries(expected.headers ?? {}).map(([name, shape]) =>
      findDeviation(response.headers.get(name), shape, name),
    ),
    findDeviation(address, expectedAddress, 'Location'),
    findDeviation(query, fillShape(expected.locationParameters ?? {}, values), 'Location'),
    findDeviation(fragment, fillShape(expected.fragmentParameters ?? {}, values), 'Location#'),
    expected.page === undefined ? findDeviation(body, fillShape(expected.body, values)) : undefined,
    expected.page === undefined || text.includes(expected.page)
      ? undefined
      : `the page does not say “${expected.page}”`,
    ...findItemDeviations(body, expected.item),
    ...findTokenDeviations({ ...query, ...fragment, ...asObject(body) }, expected, values),
  ].filter((deviation) => deviation !== undefined)
}

function send(request: ExchangeRequest, context: Replay): Promise<Response> {
  const { values } = context
  const url = new URL(fill(request.url, values))
  for (const [name, value] of fillEntries(request.query, values)) {
    url.searchParams.append(name, value)
  }
  const headers = new Headers(fillEntries(request.headers, values))
  if (context.cookie !== undefined && context.cookie !== '') headers.set('cookie', context.cookie)
  const body = writeBody(request, values)
  return context.fetch(url, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  })
}

function writeBody(
  { form, json, multipart }: ExchangeRequest,
  values: Readonly<Record<string, string>>,
): string | FormData | URLSearchParams | undefined {
  if (multipart !== undefined) {
    const body = new FormData()
    for (const [name, value] of fillEntries(multipart, values)) body.append(name, value)
    return body
  }
  if (form !== undefined) return new URLSearchParams(fillEntries(form, values))
  return json === undefined ? undefined : JSON.stringify(json)
}

function fillEntries(
  record: Readonly<Record<string, string>> | undefined,
  values: Readonly<Record<string, string>>,
): [string, string][] {
  return Object.entries(record ?? {}).map(([name, value]) => [name, fill(value, values)])
}

/** `{names}` in a shape stand for the values that were sent. */
function fillShape(shape: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof shape === 'string') return fill(shape, values)
  if (Array.isArray(shape)) return shape.map((item) => fillShape(item, values))
  if (typeof shape !== 'object' || shape === null) return shape
  return Object.fromEntries(
    Object.entries(shape).map(([name, member]) => [name, fillShape(member, values)]),
  )
}

interface Location {
  readonly address: string | undefined
  readonly query: Readonly<Record<string, string>>
  readonly fragment: Readonly<Record<string, string>>
}

function readLocation(response: Response): Location {
  const location = response.headers.get('location')
  // A 202 names a job there, whose address is made up anew each time.
  if (location === null || response.status < 300) {
    return { address: undefined, query: {}, fragment: {} }
  }
  const url = new URL(location)
  return {
    address: location.replace(/[?#].*$/s, ''),
    query: Object.fromEntries(url.searchParams),
    fragment: Object.fromEntries(new URLSearchParams(url.hash.slice(1))),
  }
}

/** JSON as its value, a page as nothing, anything else as its text. */
function readBody(text: string, response: Response): unknown {
  const type = response.headers.get('content-type') ?? ''
  if (text === '' || type.startsWith('text/html')) return undefined
  return type.includes('json') ? JSON.parse(text) : text
}

/** What the items of a list have against their shape; a list without items shows nothing and is a deviation. */
function findItemDeviations(body: unknown, shape: unknown): readonly string[] {
  if (shape === undefined) return []
  const { items } = body as { readonly items: readonly unknown[] }
  if (items.length === 0) return ['items is empty']
  return items.flatMap((item) => findDeviation(item, shape, 'item') ?? [])
}

function findTokenDeviations(
  members: Readonly<Record<string, unknown>>,
  { tokens = {} }: ExchangeResponse,
  values: Readonly<Record<string, string>>,
): readonly (string | undefined)[] {
  return Object.entries(tokens).flatMap(([name, { header, claims }]) => {
    const [head, payload] = String(members[name]).split('.')
    return [
      header === undefined
        ? undefined
        : findDeviation(decode(head), fillShape(header, values), `header of ${name}`),
      claims === undefined
        ? undefined
        : findDeviation(decode(payload), fillShape(claims, values), `claims of ${name}`),
    ]
  })
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  } catch {
    return undefined
  }
}

function asObject(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}
