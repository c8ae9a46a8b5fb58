import { describeHint, type NotedHint } from './hints.ts'
import type { Exchange, JournalService } from './journal.ts'
import { maskHeader, maskJson, maskParameter, maskText } from './mask.ts'
import { readSubject, readTokenSubject, type Subject } from './subject.ts'

/** An exchange as it was recorded; secrets and all, so it never leaves the journal. */
export interface RecordedExchange {
  readonly index: number
  readonly at: number
  readonly service: JournalService
  readonly method: string
  readonly url: string
  readonly requestHeaders: Headers
  readonly requestBody: Uint8Array | undefined
  readonly status: number | undefined
  readonly responseHeaders: Headers | undefined
  readonly responseText: string | undefined
  readonly durationMs: number
  readonly hints: readonly NotedHint[]
  readonly fault: string | undefined
  shaped: Exchange | undefined
}

/** The exchange as it may be seen; shaped at the first reading. */
export function shapeExchange(recorded: RecordedExchange): Exchange {
  recorded.shaped ??= shape(recorded)
  return recorded.shaped
}

function shape(recorded: RecordedExchange): Exchange {
  const { index, at, service, method, requestHeaders, status, durationMs, hints, fault } = recorded
  const url = new URL(recorded.url)
  const body = readRequestBody(recorded)
  const parameters = firstOfEach([...url.searchParams, ...body.form])
  const response = parseJson(recorded.responseText)
  const subject = readSubjects(requestHeaders, parameters, response)
  const path = maskText(url.pathname)
  // Commerce names its stores by codes, which open nothing.
  const harmless = service === 'commerce' ? 'code' : undefined
  return {
    index,
    at,
    service,
    method,
    url: url.origin + path,
    path,
    parameters: maskParameters(parameters),
    ...(body.json !== undefined && { requestBody: maskJson(body.json) }),
    requestHeaders: maskHeaders(requestHeaders),
    ...(status !== undefined && { status }),
    responseHeaders: maskHeaders(recorded.responseHeaders),
    ...(recorded.responseText !== undefined && {
      responseBody:
        response === undefined ? maskText(recorded.responseText) : maskJson(response, '', harmless),
    }),
    durationMs,
    ...subject,
    hints: hints.map(describeHint),
    ...(fault !== undefined && { fault }),
  }
}

type Pair = readonly [string, string]

/** Only what reads as a form or as JSON is shown of a request's body. */
function readRequestBody({ requestBody, requestHeaders }: RecordedExchange): {
  readonly form: readonly Pair[]
  readonly json?: unknown
} {
  if (requestBody === undefined || requestBody.byteLength === 0) return { form: [] }
  const type = requestHeaders.get('content-type') ?? ''
  const text = new TextDecoder().decode(requestBody)
  if (/json/i.test(type)) return { form: [], json: parseJson(text) }
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    return { form: [...new URLSearchParams(text)] }
  }
  if (/^multipart\/form-data/i.test(type)) return { form: readMultipart(text) }
  return { form: [] }
}

/** Text fields only; the parser of the platform gives its answer too late for a reader who asks now. */
function readMultipart(text: string): readonly Pair[] {
  const part =
    /content-disposition:[^\r\n]*\bname="([^"]*)"[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n(.*?)\r\n--/gis
  return [...text.matchAll(part)].map(([, name = '', value = '']): Pair => [name, value])
}

function firstOfEach(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  return new Map(pairs.toReversed())
}

function maskParameters(parameters: ReadonlyMap<string, string>): Record<string, string> {
  const isHashed = parameters.get('code_challenge_method') === 'S256'
  const entries = [...parameters]
    .toReversed()
    .map(([name, value]): [string, string] => [
      name,
      name === 'code_challenge' && isHashed ? value : maskParameter(name, value),
    ])
  return Object.fromEntries(entries)
}

function maskHeaders(headers: Headers | undefined): Record<string, string> {
  const masked = new Map<string, string>()
  for (const [name, value] of headers ?? []) {
    const before = masked.get(name)
    const text = maskHeader(name, value)
    masked.set(name, before === undefined ? text : `${before}, ${text}`)
  }
  return Object.fromEntries(masked)
}

/** What the request says of client and user; where it names no user, the token that it was given does. */
function readSubjects(
  headers: Headers,
  parameters: ReadonlyMap<string, string>,
  response: unknown,
): Subject {
  const token = hasAccessToken(response) ? readTokenSubject(response.access_token) : {}
  return { ...token, ...readSubject({ headers, parameter: (name) => parameters.get(name) }) }
}

function hasAccessToken(value: unknown): value is { readonly access_token: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'access_token' in value &&
    typeof value.access_token === 'string'
  )
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[{[]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
