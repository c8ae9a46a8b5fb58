import { createHealthResponse, refuseOtherMethods } from './health-response.ts'

/**
 * Creates the function that tells that this process answers: always 200. It asks neither the store nor
 * IMS, so that no process is restarted because they are down; for that there is
 * {@link createHealthCheck}.
 *
 * @example
 * ```ts
 * const checkLiveness = createLivenessCheck()
 * // GET /live: return checkLiveness(request)
 * ```
 */
export function createLivenessCheck(): (request: Request) => Response {
  return (request) => refuseOtherMethods(request) ?? createHealthResponse(request, true)
}
