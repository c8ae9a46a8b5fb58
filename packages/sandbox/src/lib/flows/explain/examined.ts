import { parseJson, readRequestBody, type RecordedExchange } from '../../journal/exchange.ts'
import { readHeader } from '../../journal/kept-headers.ts'
import type { Credential } from '../../state/credential.ts'
import type { FlowService } from '../flow.ts'
import type { Moment } from '../moments.ts'
import type { Trace } from '../trace.ts'
import { parseJwt, type Jwt } from './decode-token.ts'

/** An exchange as it is looked at, secrets and all: what is made of it has to be redacted. */
export interface Examined {
  readonly recorded: RecordedExchange
  readonly trace: Trace
  readonly service: FlowService
  readonly url: URL
  /** What the sandbox knew then, if that is still held. */
  readonly moment: Moment | undefined
  /** Names and values of query and form, in their order. */
  readonly query: readonly (readonly [string, string])[]
  readonly form: readonly (readonly [string, string])[]
  readonly requestJson: unknown
  /** The JSON of the answer. */
  readonly answer: unknown
  /** A parameter of the query or the form. */
  readonly parameter: (name: string) => string | undefined
  readonly header: (name: string) => string | undefined
  readonly answerHeader: (name: string) => string | undefined
  readonly bearer: string | undefined
  /** What the bearer token says. */
  readonly token: Jwt | undefined
  /** The credential of the client that asked. */
  readonly credential: Credential | undefined
  /** The authorization request of the same flow. */
  readonly authorization: Examined | undefined
}

/** What an exchange is looked at with. */
export interface ExamineContext {
  readonly moment: Moment | undefined
  readonly authorization: Examined | undefined
}

export function examine(
  recorded: RecordedExchange,
  trace: Trace,
  { moment, authorization }: ExamineContext,
): Examined {
  const url = new URL(recorded.url)
  const query = [...url.searchParams]
  const { form, json } = readRequestBody(recorded)
  const pairs = [...query, ...form]
  const header = (name: string): string | undefined => readHeader(recorded.requestHeaders, name)
  const bearer = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1]
  return {
    recorded,
    trace,
    service: trace.service,
    url,
    moment,
    query,
    form,
    requestJson: json,
    answer: parseJson(recorded.responseText),
    parameter: (name) => pairs.find(([key]) => key === name)?.[1],
    header,
    answerHeader: (name) => recorded.responseHeaders && readHeader(recorded.responseHeaders, name),
    bearer,
    token: parseJwt(bearer),
    credential: moment?.credentials.find(({ clientId }) => clientId === trace.clientId),
    authorization,
  }
}
