import type { Randomness } from '../../effects.ts'
import type { WatchedFlows } from '../../flows/sandbox-flows.ts'
import type { SandboxOrigins } from '../../origins.ts'
import { SandboxError, type SandboxErrorCode } from '../../sandbox-error.ts'
import { jsonAnswer } from '../../wire/answer.ts'
import { isObject } from '../../wire/json-body.ts'
import { route, type Endpoint, type Routes } from '../../wire/router.ts'
import { check, listProblems, type Schema } from '../../wire/schema.ts'
import { controlSandbox, type ControlledParts } from '../controlled-sandbox.ts'
import type { SandboxEvents } from '../events.ts'
import { operations, type Operation } from '../operations.ts'
import { createEventStream } from './event-stream.ts'
import { withFlows } from './flow-events.ts'
import { createControlCookie, guardControl, readControlBody, type ControlKeys } from './guard.ts'
import { describeOperations } from './openapi.ts'
import { renderControlPage } from './page.ts'
import { controlProblem } from './problem.ts'

/** What the control API controls, and what opens it. */
export interface ControlContext extends ControlKeys, ControlledParts {
  readonly origins: SandboxOrigins
  readonly randomness: Randomness
  readonly events: SandboxEvents
  readonly flows: WatchedFlows
}

/** Answers one request to the control API, which takes the token of this run. */
export async function controlService(request: Request, context: ControlContext): Promise<Response> {
  const refusal = guardControl(request, context.origins.home, context)
  if (refusal !== undefined) return refusal
  const body = await readControlBody(request)
  if (body instanceof Response) return body
  return answerOperation({ request, body: body.json, context })
}

/** A request that the guard has let in, and whose body has been read. */
interface ControlRequest {
  readonly request: Request
  /** The JSON that it carries. */
  readonly body: unknown
  readonly context: ControlContext
}

async function answerOperation(asked: ControlRequest): Promise<Response> {
  const { request } = asked
  const { pathname } = new URL(request.url)
  // An empty id must not lead to the operation on all of them.
  const isWhole = pathname === '/control/' || !pathname.endsWith('/')
  try {
    const response = isWhole ? await route(routes, request, asked) : undefined
    if (response === undefined) return nothingHere()
    const allow = response.headers.get('allow')
    return response.status === 405 && allow !== null ? methodNotAllowed(allow) : response
  } catch (error) {
    // Any other error is a flaw of the sandbox, not of the request.
    if (!(error instanceof SandboxError)) throw error
    const code = error.code === 'reveal_off' || error.code === 'not_found' ? error.code : undefined
    return controlProblem(statuses[error.code] ?? 400, error.message, {}, code)
  }
}

const statuses: Readonly<Partial<Record<SandboxErrorCode, 403 | 404 | 408>>> = {
  reveal_off: 403,
  not_found: 404,
  timed_out: 408,
}

function nothingHere(): Response {
  return controlProblem(
    404,
    'The control API has nothing at this path: GET /control lists its operations.',
  )
}

function methodNotAllowed(allow: string): Response {
  return controlProblem(405, `This path takes ${allow}: use one of them.`, { allow })
}

/** Operations on the connection itself, which no sandbox has a call for. */
const ofConnections: Readonly<Record<string, Endpoint<ControlRequest>>> = {
  events: streamEvents,
  session: startSession,
}

const routes = createRoutes()

function createRoutes(): Routes<ControlRequest> {
  const found: Record<string, Record<string, Endpoint<ControlRequest>>> = {
    '/control': {
      GET: ({ context: { origins, randomness } }) => renderControlPage(origins.home, randomness),
    },
    '/control/openapi.json': {
      GET: ({ context: { origins } }) => jsonAnswer(describeOperations(origins.home)),
    },
  }
  for (const operation of operations) {
    const methods = (found[`/control${operation.path}`] ??= {})
    methods[operation.method] = ofConnections[operation.name] ?? createEndpoint(operation)
  }
  return found
}

function createEndpoint(operation: Operation): Endpoint<ControlRequest> {
  return async (asked, { id }) => {
    const argument = readArgument(operation, asked, id)
    if (argument instanceof Response) return argument
    const { signal } = asked.request
    return answer(operation, await call(asked.context, operation.name, argument, { signal }))
  }
}

/** The one argument of the call, or the refusal of what was sent. */
function readArgument(
  { body, query }: Operation,
  asked: ControlRequest,
  id: string | undefined,
): unknown {
  if (body !== undefined) {
    const argument = readSent('body', body, asked.body)
    return argument instanceof Response || id === undefined ? argument : { id, body: argument }
  }
  return query === undefined ? id : readSent('query', query, readQuery(asked.request))
}

function readSent(what: string, schema: Schema<unknown>, sent: unknown): unknown {
  const result = check(schema, sent)
  if (result.problems === undefined) return result.value
  const problems = listProblems(result.problems)
  return controlProblem(400, `The ${what} cannot be used; correct ${problems}.`)
}

/** A parameter that comes twice is a list, which none of them takes. */
function readQuery({ url }: Request): Record<string, unknown> {
  const { searchParams } = new URL(url)
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => {
      const values = searchParams.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

/** The name of an operation is that of the call. */
function call(
  context: ControlContext,
  name: string,
  argument: unknown,
  options: { readonly signal: AbortSignal },
): unknown {
  const found = name
    .split('.')
    .reduce<unknown>(
      (above, part) => (isObject(above) ? above[part] : undefined),
      controlSandbox(context),
    )
  if (typeof found !== 'function') throw new TypeError(`A sandbox has no ${name}().`)
  return Reflect.apply(found, undefined, [argument, options])
}

function answer(operation: Operation, result: unknown): Response {
  const { removes, method, path, status, returns } = operation
  const [, list = ''] = path.split('/')
  if (removes !== undefined && result === false) {
    return controlProblem(
      404,
      `There is no such ${removes}: GET /control/${list} lists what there is.`,
    )
  }
  if (method === 'PUT' && result === undefined) {
    return controlProblem(
      409,
      `The body names another one than the path: leave the name as it is in the path, or add another with POST /control/${list}.`,
    )
  }
  if (operation.answer === undefined) return new Response(null, { status: 204, headers })
  const isWhole = returns === undefined || isObject(result)
  return jsonAnswer(isWhole ? result : { [returns]: result }, { status: status ?? 200, headers })
}

/** An answer may hold secrets, and the next one may be another. */
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

async function streamEvents({ request, context }: ControlRequest): Promise<Response> {
  const init = { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } }
  if (request.method === 'HEAD') return new Response(null, init)
  const lastEventId = request.headers.get('last-event-id') ?? undefined
  const events = withFlows(context.events, await context.flows.watch())
  const sources = { events, journal: context.journal }
  return new Response(createEventStream(sources, { signal: request.signal, lastEventId }), init)
}

/** The guard has seen the token itself, which a session is given for. */
function startSession({ context }: ControlRequest): Response {
  const cookie = createControlCookie(context.origins.home, context)
  return new Response(null, {
    status: 204,
    headers: { 'set-cookie': cookie, 'cache-control': 'no-store' },
  })
}
