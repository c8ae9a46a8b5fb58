import { createProblemResponse } from './problem-response.ts'

const noRoutes = new WeakSet<Response>()

/** The answer to a request that is somebody else's: 404, unless an adapter knows whom else to ask. */
export function createNoRouteResponse(): Response {
  const response = createProblemResponse({
    status: 404,
    code: 'no_route',
    detail: 'There is nothing at this address.',
  })
  noRoutes.add(response)
  return response
}

/** Tells whether an answer says that the request is somebody else's. */
export function isNoRoute(response: Response): boolean {
  return noRoutes.has(response)
}
