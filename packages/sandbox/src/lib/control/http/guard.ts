import { readBearerToken } from '../../wire/authorization.ts'
import { readBoundedBody } from '../../wire/bounded-body.ts'
import { isConstantTimeEqual } from '../../node/sha256.ts'
import { createCookie, readCookie, type CookieRule } from '../../wire/cookies.ts'
import { controlProblem, type ControlProblemCode } from './problem.ts'

/** What opens the control API; both are new at each start. */
export interface ControlKeys {
  /** The bearer token that is printed at the start. */
  readonly token: string
  /** The value of the cookie that `POST /control/session` gives for the token. */
  readonly sessionSecret: string
}

/**
 * The refusal of a request that may not use the control API: one of another site's page, or without the
 * token. The page that describes the API, and its description, are open to all that reach this origin.
 */
export function guardControl(
  request: Request,
  origin: string,
  keys: ControlKeys,
): Response | undefined {
  return refuseForeignPage(request, origin) ?? refuseStranger(request, origin, keys)
}

function refuseForeignPage(request: Request, origin: string): Response | undefined {
  const from = request.headers.get('origin')
  if (from !== null && from !== origin) {
    return foreignPage(
      `A page of another origin may not use the control API: call it from ${origin}, or from a program instead of a page.`,
    )
  }
  const site = request.headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin') return undefined
  if (site === 'none' && isDescription(request)) return undefined
  return foreignPage(
    `The header Sec-Fetch-Site says that a browser sent this for something else than a page of ${origin}: call the control API from there, or from a program.`,
  )
}

function foreignPage(detail: string): Response {
  return controlProblem(403, detail, {}, 'foreign_page')
}

function refuseStranger(
  request: Request,
  origin: string,
  { token, sessionSecret }: ControlKeys,
): Response | undefined {
  if (isDescription(request)) return undefined
  if (request.headers.has('authorization')) {
    const bearer = readBearerToken(request)
    if (bearer !== undefined && isConstantTimeEqual(bearer, token)) return undefined
    return unauthorized(
      'The Authorization header does not hold the control token of this run:',
      ' error="invalid_token"',
      'session_stale',
    )
  }
  // A session is asked for with the token itself.
  const session = isSessionRequest(request) ? undefined : readCookie(request, controlCookie, origin)
  if (session !== undefined && isConstantTimeEqual(session, sessionSecret)) return undefined
  if (session !== undefined) {
    return unauthorized(
      'The cookie is not of this run, because the sandbox was started again: load the page anew, or',
      '',
      'session_stale',
    )
  }
  return unauthorized('The request has no control token:', '', 'session_missing')
}

function unauthorized(what: string, parameters: string, code: ControlProblemCode): Response {
  return controlProblem(
    401,
    `${what} send "Authorization: Bearer" with the token that the sandbox printed when it started, or sandbox.controlToken.`,
    { 'www-authenticate': `Bearer${parameters}` },
    code,
  )
}

function isDescription({ method, url }: Request): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && /^\/control(?:\/|\/openapi\.json)?$/.test(new URL(url).pathname)
}

function isSessionRequest({ url }: Request): boolean {
  return new URL(url).pathname === '/control/session'
}

const controlCookie: CookieRule = {
  name: 'mudbrick-control',
  sameSite: 'strict',
  path: '/control',
}

/** The `Set-Cookie` of a session: for the console's pages, gone with the browser and useless after this run. */
export function createControlCookie(origin: string, { sessionSecret }: ControlKeys): string {
  return createCookie(controlCookie, origin, sessionSecret)
}

/** The body of a snapshot with thousands of folders fits; nothing endless does. */
const maxBodyBytes = 16 * 1024 * 1024

/** A body, read. */
export interface ControlBody {
  readonly json: unknown
}

/** The JSON that a request carries, `undefined` for none, or the refusal of a body that is no JSON. */
export async function readControlBody(
  request: Request,
  maxBytes: number = maxBodyBytes,
): Promise<ControlBody | Response> {
  const type = request.headers.get('content-type')
  if (type !== null && !isJson(type)) return notJson()
  const bytes = await readBoundedBody(request, maxBytes)
  if (bytes === undefined) {
    return controlProblem(413, `The body is longer than ${maxBytes} bytes: send less at a time.`)
  }
  if (bytes.byteLength === 0) return { json: undefined }
  if (type === null) return notJson()
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return { json }
  } catch {
    return controlProblem(400, 'The body is not JSON: look for a missing quote, comma or bracket.')
  }
}

function isJson(type: string): boolean {
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

function notJson(): Response {
  return controlProblem(
    415,
    'The control API takes JSON only: send the body as JSON with "Content-Type: application/json".',
  )
}
