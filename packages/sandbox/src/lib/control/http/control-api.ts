import type { ControlContext } from '../control-context.ts'
import { controlProblem } from './problem.ts'
import { addBehaviorRoutes } from './behavior-routes.ts'
import { addDescriptionRoutes } from './description-routes.ts'
import { addJournalRoutes } from './journal-routes.ts'
import { createControlApp, type ControlApp } from './operation.ts'
import { errorProblem } from './problems.ts'
import { addRunRoutes } from './run-routes.ts'
import { addSeedRoutes } from './seed-routes.ts'
import { addSignInRoutes } from './sign-in-routes.ts'
import { addSnapshotRoutes } from './snapshot-routes.ts'

/** Answers one request that the guard has let in, and whose body has been read. */
export type ControlApi = (
  request: Request,
  body: string,
  context: ControlContext,
) => Promise<Response>

const app = createApp()

/** The operations of the control API. This file loads zod: import it only when somebody calls. */
export const controlApi: ControlApi = async (request, body, context) =>
  app.fetch(withBody(request, body), { control: context, signal: request.signal })

function createApp(): ControlApp {
  const created = createControlApp()
  addSeedRoutes(created)
  addSignInRoutes(created)
  addRunRoutes(created)
  addBehaviorRoutes(created)
  addSnapshotRoutes(created)
  addJournalRoutes(created)
  addDescriptionRoutes(created)
  created.onError(errorProblem)
  created.notFound(({ req }) => refuseUnknown(created, req.path))
  return created
}

/** The same request with a body that can be read again. */
function withBody({ url, method, headers }: Request, body: string): Request {
  return new Request(url, { method, headers, ...(body !== '' && { body }) })
}

function refuseUnknown(known: ControlApp, path: string): Response {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
    (method) => known.router.match(method, path)[0].length > 0,
  )
  if (methods.length === 0) {
    return controlProblem(
      404,
      'The control API has nothing at this path: GET /control lists its operations.',
    )
  }
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return controlProblem(405, `This path takes ${allow.join(', ')}: use one of them.`, {
    allow: allow.join(', '),
  })
}
