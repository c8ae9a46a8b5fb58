import { AsyncLocalStorage } from 'node:async_hooks'
import { describeRequest, type ErrorContext } from './error-context.ts'

/** Knows, in everything that a request causes, which request that is. */
export interface RequestContext {
  /** Returns the id, the route and the method of the request; `undefined` outside of requests. */
  readonly current: () => ErrorContext | undefined
  /** Calls a function, in which and after which `current()` returns this request. */
  readonly run: <Result>(request: Request, work: () => Result) => Result
}

/**
 * Creates what connects the lines of an audit trail with the requests that cause them: give it to
 * `createSessions`, and its `current` to `createAuditTrail` of `@mudbrick/vault`. Node then follows
 * every promise, which takes a few per cent of the time of a call.
 *
 * @example
 * ```ts
 * const requestContext = createRequestContext()
 * const { current: context } = requestContext
 * vault.subscribe(createAuditTrail({ process: 'web-1', write: console.log, context }))
 * const sessions = createSessions({ ims, vault, keys, requestContext })
 * ```
 */
export function createRequestContext(): RequestContext {
  const storage = new AsyncLocalStorage<ErrorContext>()
  return Object.freeze<RequestContext>({
    current: () => storage.getStore(),
    run: (request, work) => storage.run(describeRequest(request), work),
  })
}
