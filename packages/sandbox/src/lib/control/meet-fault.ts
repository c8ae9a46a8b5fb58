import { sleep } from '../defaults.ts'
import type { Fault } from './faults.ts'

/** The connection ended without an answer, as a fault of the sandbox had it; it is a `TypeError`, as of `fetch`. */
export class DroppedConnectionError extends TypeError {
  override readonly name = 'DroppedConnectionError'

  constructor() {
    super(
      'A fault of the sandbox dropped the connection: take it away with sandbox.faults.clear().',
    )
  }
}

/**
 * Lets a request meet its fault: the answer that the fault has for it, or nothing when it only made it wait.
 *
 * @param createError The service's own error body for a status.
 * @throws {@link DroppedConnectionError}
 */
export async function meetFault(
  fault: Fault | undefined,
  createError: (status: number) => Response,
): Promise<Response | undefined> {
  if (fault === undefined) return undefined
  if (fault.delayMs !== undefined) await sleep(fault.delayMs)
  if (fault.drop === true) throw new DroppedConnectionError()
  const { status, body, retryAfterSeconds } = fault
  if (status === undefined && body === undefined) return undefined
  const response =
    body === undefined
      ? createError(status ?? 500)
      : new Response(body.text, { status: status ?? 200, headers: { 'content-type': body.type } })
  if (retryAfterSeconds !== undefined) {
    response.headers.set('retry-after', String(retryAfterSeconds))
  }
  return response
}
