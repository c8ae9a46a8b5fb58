import { isObject } from '../wire/json-body.ts'
import { readSubject, readTokenSubject, type Subject } from '../wire/subject.ts'
import { describeHint, type Hint, type NotedHint } from './hints.ts'
import { readHeader, toHeaders, type KeptHeaders } from './kept-headers.ts'
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
export interface RecordedExchange extends Omit<
  ExchangeNotes,
  'request' | 'requestBody' | 'response' | 'responseText'
> {
  readonly index: number
  readonly at: number
  readonly method: string
  readonly url: string
  readonly requestHeaders: KeptHeaders
  /** Of a long one, the first 16 KiB. */
  requestBody: Uint8Array | undefined
  readonly status: number | undefined
  readonly responseHeaders: KeptHeaders | undefined
  /** Of a long one, the first 16 KiB. */
  responseText: string | undefined
  /** How long the bodies were, as far as that was read; the request in bytes, the response in characters. */
  readonly lengths: { readonly request: number; readonly response: number }
  /** What the sandbox knew then: a number to look it up by. */
  readonly moment: number
  /** Whether its bodies made room for newer exchanges. */
  isWithoutBodies: boolean
  outline: ExchangeOutline | undefined
  shaped: Exchange | undefined
}

/** What exchanges are found by: all that is needed of one that is not shown. */
export type ExchangeOutline = Pick<
  Exchange,
  'index' | 'at' | 'service' | 'method' | 'path' | 'status' | 'clientId' | 'userId'
> & { readonly hints: readonly Pick<Hint, 'code'>[] }

/** The outline of an exchange; made at the first reading. */
export function outlineExchange(recorded: RecordedExchange): ExchangeOutline {
  recorded.outline ??= createOutline(recorded)
  return recorded.outline
}

function createOutline(recorded: RecordedExchange): ExchangeOutline {
  const { index, at, service, method, status, hints } = recorded
  const { clientId, userId } = readSubjects(recorded)
  return {
    index,
    at,
    service,
    method,
    path: redactText(new URL(recorded.url).pathname),
    ...(status !== undefined && { status }),
    ...(clientId !== undefined && { clientId: own(clientId) }),
    ...(userId !== undefined && { userId: own(userId) }),
    hints,
  }
}

/** A text of its own: a part of a longer one would keep the whole in memory. */
function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString()
}

/** The exchange as it may be seen. */
export function shapeExchange(recorded: RecordedExchange): Exchange {
  const { index, at, service, method, status, durationMs, hints, fault } = recorded
  const url = new URL(recorded.url)
  const requestHeaders = toHeaders(recorded.requestHeaders)
  const body = readRequestBody(recorded)
  const response = parseJson(recorded.responseText)
  const { clientId, userId } = outlineExchange(recorded)
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
    parameters: redactedParameters(recorded),
    ...(body.json !== undefined && { requestBody: redactJson(body.json) }),
    requestHeaders: redactHeaders(requestHeaders),
    ...(status !== undefined && { status }),
    responseHeaders: redactHeaders(toHeaders(recorded.responseHeaders ?? [])),
    ...(recorded.responseText !== undefined && {
      responseBody:
        response === undefined
          ? redactText(recorded.responseText)
          : redactJson(response, '', harmless),
    }),
    durationMs,
    ...(clientId !== undefined && { clientId }),
    ...(userId !== undefined && { userId }),
    hints: hints.map(describeHint),
    ...(fault !== undefined && { fault }),
  }
}

/** The parameters of an exchange as they may be seen, of query and form. */
export function redactedParameters(recorded: RecordedExchange): Readonly<Record<string, string>> {
  return redactParameters(readParameters(recorded))
}

type Pair = readonly [string, string]

/** What reads as a form or as JSON of a request's body. */
export function readRequestBody({ requestBody, requestHeaders }: RecordedExchange): {
  readonly form: readonly Pair[]
  readonly json?: unknown
} {
  if (requestBody === undefined || requestBody.byteLength === 0) return { form: [] }
  const type = readHeader(requestHeaders, 'content-type') ?? ''
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

/** Of query and form; of one that came more than once, the first. */
function readParameters(recorded: RecordedExchange): ReadonlyMap<string, string> {
  const query = new URL(recorded.url).searchParams
  return new Map([...query, ...readRequestBody(recorded).form].toReversed())
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

function redactHeaders(headers: Headers): Record<string, string> {
  const masked = new Map<string, string>()
  for (const [name, value] of headers) {
    const before = masked.get(name)
    const text = redactHeader(name, value)
    masked.set(name, before === undefined ? text : `${before}, ${text}`)
  }
  return Object.fromEntries(masked)
}

/** What the request says of client and user; where it names no user, the token that it was given does. */
function readSubjects(recorded: RecordedExchange): Subject {
  const parameters = readParameters(recorded)
  // Only IMS gives tokens, and parsing what others answer takes time.
  const response = recorded.service === 'ims' ? parseJson(recorded.responseText) : undefined
  const token = isObject(response) ? response['access_token'] : undefined
  const headers = toHeaders(recorded.requestHeaders)
  return {
    ...(typeof token === 'string' && readTokenSubject(token)),
    ...readSubject({ headers, parameter: (name) => parameters.get(name) }),
  }
}

export function parseJson(text: string | undefined): unknown {
  if (text === undefined || !/^\s*[{[]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
