import { randomId } from './defaults.ts'

/** The header field that names a request in the logs of every process that it passes. */
export const requestIdHeader = 'x-request-id'

const ids = new WeakMap<Request, string>()

/**
 * Returns the id of a request: its `x-request-id` if that is one, otherwise a random one, which stays
 * the same for this request.
 */
export function requestIdOf(request: Request): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const given = request.headers.get(requestIdHeader)
  // Anyone can send one, and it is written to logs.
  const id = given !== null && /^[\w.:=+/-]{1,64}$/.test(given) ? given : randomId()
  ids.set(request, id)
  return id
}
