import type { Fault, MetFault } from './fault.ts'

/** A fault of the sandbox ended the connection without an answer; it is a `TypeError`, like that of `fetch`. */
export class DroppedConnectionError extends TypeError {
  override readonly name = 'DroppedConnectionError'

  constructor() {
    super(
      'A fault of the sandbox dropped the connection: take it away with sandbox.faults.clear().',
    )
  }
}

/**
 * Lets a request meet its fault: the answer that the fault has for it, or nothing when the request is to be
 * served.
 *
 * @param createError The service's own error body for a status and, where the fault names one, an error code.
 * @throws {@link DroppedConnectionError}
 */
export async function applyFault(
  fault: MetFault | undefined,
  createError: (status: number, error?: string) => Response,
): Promise<Response | undefined> {
  if (fault === undefined) return undefined
  if (fault.drop === true) throw new DroppedConnectionError()
  const { status, error, body, retryAfterSeconds, retryAfterAs, metAt } = fault
  if (status === undefined && error === undefined && body === undefined) return undefined
  const response =
    body === undefined
      ? createError(status ?? 400, error)
      : new Response(isBodiless(status) ? null : body.text, {
          status: status ?? 200,
          headers: { 'content-type': body.type },
        })
  if (retryAfterSeconds !== undefined) {
    const date = new Date(metAt + retryAfterSeconds * 1000).toUTCString()
    response.headers.set('retry-after', retryAfterAs === 'date' ? date : String(retryAfterSeconds))
  }
  return response
}

/**
 * Lets the answer of a service meet the fault of its request: it comes broken, or not at all.
 *
 * @throws {@link DroppedConnectionError}
 */
export async function spoilAnswer(fault: Fault | undefined, response: Response): Promise<Response> {
  if (fault === undefined) return response
  if (fault.loseAnswer === true) throw new DroppedConnectionError()
  const { malformedJson = false, truncateBodyAt } = fault
  if ((!malformedJson && truncateBodyAt === undefined) || response.body === null) return response
  const whole = new Uint8Array(await response.arrayBuffer())
  const bytes = malformedJson ? whole.subarray(0, -1) : whole
  const { status, headers } = response
  if (truncateBodyAt === undefined) return new Response(bytes, { status, headers })
  const announced = new Headers(headers)
  announced.set('content-length', String(bytes.byteLength))
  return new Response(breakAfter(bytes.subarray(0, truncateBodyAt)), { status, headers: announced })
}

function isBodiless(status: number | undefined): boolean {
  return status === 204 || status === 205 || status === 304
}

/** A body that gives these bytes and then breaks, as a connection does. */
function breakAfter(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let isGiven = false
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (isGiven || bytes.byteLength === 0) return controller.error(new DroppedConnectionError())
      isGiven = true
      controller.enqueue(bytes)
    },
  })
}
