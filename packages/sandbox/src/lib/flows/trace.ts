import {
  outlineExchange,
  readRequestBody,
  parseJson,
  type RecordedExchange,
} from '../journal/exchange.ts'
import type { NotedHint } from '../journal/hints.ts'
import { readHeader } from '../journal/kept-headers.ts'
import { redactText } from '../journal/redact.ts'
import { sha256 } from '../node/sha256.ts'
import { readTokenSubject } from '../wire/subject.ts'
import { isObject } from '../wire/json-body.ts'
import { imsEndpoint, type ImsEndpoint } from './ims-endpoint.ts'
import type { FlowService } from './flow.ts'
import { findSender, type Sender } from './sender.ts'

/** What ties an exchange to others. Of secrets it holds fingerprints only. */
export interface Trace {
  readonly index: number
  readonly at: number
  readonly service: FlowService
  readonly method: string
  readonly path: string
  readonly endpoint: ImsEndpoint | undefined
  readonly sender: Sender
  readonly status: number | undefined
  readonly durationMs: number
  readonly fault: string | undefined
  readonly hints: readonly NotedHint[]
  readonly clientId: string | undefined
  readonly userId: string | undefined
  /** The page that asked: what the browser says, else where the answer is to go. */
  readonly origin: string | undefined
  readonly isPreflight: boolean
  /** Whether it was loaded in a frame, as far as the browser says. */
  readonly isFramed: boolean
  readonly grantType: string | undefined
  readonly responseType: string | undefined
  readonly redirectUri: string | undefined
  readonly hasChallenge: boolean
  readonly hasSecret: boolean
  readonly isSilent: boolean
  /** What is the same in all requests of one sign-in. */
  readonly requestKey: string | undefined
  /** Of what it was sent with. */
  readonly sent: TraceSecrets
  /** Of what its answer gave. */
  readonly given: TraceSecrets
  /** The error of the answer, of a redirect too. */
  readonly error: string | undefined
  /** Where the answer leads, without query and fragment. */
  readonly location: string | undefined
  readonly debugId: string | undefined
}

/** Fingerprints. */
export interface TraceSecrets {
  readonly code: string | undefined
  readonly accessToken: string | undefined
  readonly refreshToken: string | undefined
}

export function traceExchange(recorded: RecordedExchange): Trace | undefined {
  const { service, requestHeaders, responseHeaders, method } = recorded
  if (service === 'home') return undefined
  const url = new URL(recorded.url)
  const body = readRequestBody(recorded)
  const parameter = (name: string): string | undefined =>
    own(url.searchParams.get(name) ?? body.form.find(([key]) => key === name)?.[1] ?? undefined)
  const header = (name: string): string | undefined => readHeader(requestHeaders, name)
  const endpoint = service === 'ims' ? imsEndpoint(url.pathname) : undefined
  const authorization = header('authorization') ?? ''
  const hasSecret = /^Basic /i.test(authorization) || parameter('client_secret') !== undefined
  const location = readLocation(responseHeaders && readHeader(responseHeaders, 'location'))
  const answer = service === 'ims' ? parseJson(recorded.responseText) : undefined
  const answered = (name: string): string | undefined =>
    location?.parameters.get(name) ?? textMember(answer, name)
  const outline = outlineExchange(recorded)
  const redirectUri = parameter('redirect_uri')
  const isAuthorization = endpoint === 'authorize' || endpoint === 'form'
  const givenCode = location?.parameters.get('code') ?? undefined
  const accessToken =
    /^Bearer +(\S+)$/i.exec(authorization)?.[1] ??
    parameter('access_token') ??
    (endpoint === 'revoke' || endpoint === 'validate' ? parameter('token') : undefined)
  return {
    index: recorded.index,
    at: recorded.at,
    service,
    method,
    path: outline.path,
    endpoint,
    sender: findSender(requestHeaders, hasSecret),
    status: recorded.status,
    durationMs: recorded.durationMs,
    fault: recorded.fault,
    hints: recorded.hints,
    clientId: outline.clientId,
    userId:
      outline.userId ??
      readTokenSubject(givenCode ?? location?.parameters.get('access_token') ?? undefined).userId ??
      readTokenSubject(accessToken).userId,
    origin: header('origin') ?? originOf(redirectUri),
    isPreflight: method === 'OPTIONS' && header('access-control-request-method') !== undefined,
    isFramed: header('sec-fetch-dest') === 'iframe',
    grantType: endpoint === 'token' ? shown(parameter('grant_type')) : undefined,
    responseType: isAuthorization ? (parameter('response_type') ?? 'code') : undefined,
    redirectUri,
    hasChallenge: parameter('code_challenge') !== undefined,
    hasSecret,
    isSilent: isAuthorization && (parameter('prompt') ?? '').split(' ').includes('none'),
    requestKey: isAuthorization
      ? print(requestParameters.map((name) => url.searchParams.get(name) ?? '').join('\n'))
      : undefined,
    sent: {
      code: print(endpoint === 'token' ? parameter('code') : undefined),
      accessToken: print(accessToken),
      refreshToken: print(
        parameter('refresh_token') ?? (endpoint === 'revoke' ? parameter('token') : undefined),
      ),
    },
    given: {
      code: print(givenCode),
      accessToken: print(answered('access_token')),
      refreshToken: print(textMember(answer, 'refresh_token')),
    },
    error: shown(answered('error')),
    location: shown(location?.address),
    debugId: responseHeaders && readHeader(responseHeaders, 'x-debug-id'),
  }
}

/** The forms of the sign-in pages have them in their address, as the request that led there. */
const requestParameters = [
  'client_id',
  'redirect_uri',
  'state',
  'nonce',
  'code_challenge',
  'response_type',
  'scope',
]

function print(secret: string | undefined): string | undefined {
  if (secret === undefined || secret === '') return undefined
  // The fingerprints that are shown have 32 bits: of 10,000 secrets two may have the same.
  return sha256(secret).toString('base64url', 0, 12)
}

/** What may be shown of a text that a caller wrote. */
function shown(text: string | undefined): string | undefined {
  return text === undefined ? undefined : own(redactText(text).slice(0, maxShownLength))
}

const maxShownLength = 300

/** A text of its own: a part of a longer one would keep the whole in memory. */
function own<Text extends string | undefined>(text: Text): Text
function own(text: string | undefined): string | undefined {
  return text === undefined || text.length < 13 ? text : Buffer.from(text).toString()
}

interface Location {
  readonly address: string
  readonly parameters: URLSearchParams
}

/** A relative one leads to IMS itself, and holds nothing of interest. */
function readLocation(text: string | undefined): Location | undefined {
  const [, address, query = '', fragment = ''] =
    /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text ?? '') ?? []
  if (text === undefined || address === undefined) return undefined
  return { address, parameters: new URLSearchParams([query, fragment].filter(Boolean).join('&')) }
}

function textMember(value: unknown, name: string): string | undefined {
  const member = isObject(value) ? value[name] : undefined
  return typeof member === 'string' ? member : undefined
}

function originOf(address: string | undefined): string | undefined {
  const origin = address === undefined ? undefined : URL.parse(address)?.origin
  return origin === 'null' ? undefined : origin
}
