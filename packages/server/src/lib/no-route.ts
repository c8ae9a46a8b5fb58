import { createProblemResponse } from './problem-response.ts'

const noRoutes = new WeakSet<Response>()

/** Creates the response to a request for another handler: 404, where an adapter knows no other one. */
export function createNoRouteResponse(): Response {
  const response = createProblemResponse({
    status: 404,
    code: 'no_route',
    detail: 'There is nothing at this address.',
  })
  noRoutes.add(response)
  return response
}

/** Tells whether a response says that the request is for another handler. */
export function isNoRoute(response: Response): boolean {
  return noRoutes.has(response)
}
