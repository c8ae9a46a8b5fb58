/** How the platform's `fetch` and those on Node's http name a connection that was closed. */
const closedCodes = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']

/**
 * Sends a request again, once, when its connection turned out to be closed before a response: a service
 * closes a kept-alive connection at the moment at which the next request arrives. Only for requests
 * that can be repeated.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
export async function repeatWhenClosed(
  send: () => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await send()
  } catch (error) {
    if (signal.aborted || !isClosedConnection(error)) throw error
    return send()
  }
}

/** `fetch` wraps the error of the connection. */
function isClosedConnection(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 3) return false
  const isClosed = 'code' in error && closedCodes.includes(String(error.code))
  return isClosed || isClosedConnection(error.cause, depth + 1)
}
