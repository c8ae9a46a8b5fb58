import { requestIdOf } from './request-id.ts'

/** The request at which an error happened, as far as there is one. */
export interface ErrorContext {
  /** The request's `x-request-id`, or a random one. */
  readonly requestId?: string | undefined
  /** The path of the route of the sign-in, or the `path` of the proxy. */
  readonly route?: string | undefined
  /** The method of the request. */
  readonly method?: string | undefined
}

/** Is told of an error, and of the request at which it happened. */
export type ReportError = (error: unknown, context: ErrorContext) => void

const routes = new WeakMap<Request, string>()

/** Notes which route answers a request. */
export function noteRoute(request: Request, route: string): void {
  routes.set(request, route)
}

/** Describes a request for a report. */
export function describeRequest(request: Request): ErrorContext {
  return { requestId: requestIdOf(request), route: routes.get(request), method: request.method }
}
