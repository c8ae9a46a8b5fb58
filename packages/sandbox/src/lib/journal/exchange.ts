import { readSubject, readTokenSubject, type Subject } from '../wire/subject.ts'
import { describeHint, type Hint, type NotedHint } from './hints.ts'
import { redactHeader, redactJson, redactParameter, redactText } from './redact.ts'

/** A request that the sandbox has answered, and its answer; secrets are shown as `<name fingerprint>`. */
export interface Exchange {
  /** Counts up from 1, and goes on counting when the journal is cleared. */
  readonly index: number
  /** When it was answered, in the sandbox's time: milliseconds since the epoch. */
  readonly at: number
  /** The service that answered. */
  readonly service: JournalService
  /** The HTTP method. */
  readonly method: string
  /** Origin and path, without query. */
  readonly url: string
  /** The path alone. */
  readonly path: string
  /** Parameters of the query and the form, by name; of one that came more than once, the first. */
  readonly parameters: Readonly<Record<string, string>>
  /** The JSON that the request carried, if it did. */
  readonly requestBody?: unknown
  /** The request's headers, by lower-case name. */
  readonly requestHeaders: Readonly<Record<string, string>>
  /** The answer's status; nothing when the connection ended without one. */
  readonly status?: number
  /** The answer's headers, by lower-case name. */
  readonly responseHeaders: Readonly<Record<string, string>>
  /** The answer's JSON, or its text; of a long one, the first 16 KiB as text. */
  readonly responseBody?: unknown
  /** How long the answer took, in real milliseconds. */
  readonly durationMs: number
  /** The client that the request named, by parameter, Basic credentials, bearer token or `x-api-key`. */
  readonly clientId?: string
  /** The id of the user that the exchange was about. */
  readonly userId?: string
  /** What Adobe's answer does not say. */
  readonly hints: readonly Hint[]
  /** The id of the fault that it met. */
  readonly fault?: string
}

/** The services whose exchanges are recorded. */
export type JournalService = 'ims' | 'aem' | 'commerce' | 'home'

/** What is known when a request has been answered. */
export interface ExchangeNotes {
  readonly service: JournalService
  readonly request: Request
  /** The bytes of the request's body, if they were read. */
  readonly requestBody?: Uint8Array | undefined
  /** Nothing when the connection ended without an answer. */
  readonly response?: Response | undefined
  /** The text of the response's body, where it is known. */
  readonly responseText?: string | undefined
  readonly durationMs: number
  readonly hints: readonly NotedHint[]
  /** The id of the fault that was met. */
  readonly fault?: string | undefined
}

/** An exchange as it was recorded; secrets and all, so it never leaves the journal. */
export interface RecordedExchange extends Omit<ExchangeNotes, 'request' | 'response'> {
  readonly index: number
  readonly at: number
  readonly method: string
  readonly url: string
  readonly requestHeaders: Headers
  readonly status: number | undefined
  readonly responseHeaders: Headers | undefined
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
  const path = redactText(url.pathname)
  // Commerce names its stores by codes, which open nothing.
  const harmless = service === 'commerce' ? 'code' : undefined
  return {
    index,
    at,
    service,
    method,
    url: url.origin + path,
    path,
    parameters: redactParameters(parameters),
    ...(body.json !== undefined && { requestBody: redactJson(body.json) }),
    requestHeaders: redactHeaders(requestHeaders),
    ...(status !== undefined && { status }),
    responseHeaders: redactHeaders(recorded.responseHeaders),
    ...(recorded.responseText !== undefined && {
      responseBody:
        response === undefined
          ? redactText(recorded.responseText)
          : redactJson(response, '', harmless),
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

function redactParameters(parameters: ReadonlyMap<string, string>): Record<string, string> {
  const isHashed = parameters.get('code_challenge_method') === 'S256'
  const entries = [...parameters]
    .toReversed()
    .map(([name, value]): [string, string] => [
      name,
      name === 'code_challenge' && isHashed ? value : redactParameter(name, value),
    ])
  return Object.fromEntries(entries)
}

function redactHeaders(headers: Headers | undefined): Record<string, string> {
  const masked = new Map<string, string>()
  for (const [name, value] of headers ?? []) {
    const before = masked.get(name)
    const text = redactHeader(name, value)
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
