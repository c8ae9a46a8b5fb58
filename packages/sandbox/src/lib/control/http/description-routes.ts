import { renderControlPage } from './page.ts'
import { answers, type ControlApp } from './operation.ts'

/** The description of all operations, for programs and for people. */
export function addDescriptionRoutes(app: ControlApp): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'controlToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that the sandbox prints when it starts.',
  })
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/control/session',
    summary: 'Gives a browser the cookie that opens the API instead of the token',
    responses: answers(204, 'The cookie is set.'),
  })
  app.get('/control/openapi.json', (c) => c.json(describe(app, c.env.control.origins.home)))
  app.on('GET', ['/control', '/control/'], (c) => {
    const { origins, randomness } = c.env.control
    return renderControlPage(origins.home, describe(app, origins.home).paths ?? {}, randomness)
  })
}

type Description = ReturnType<ControlApp['getOpenAPI31Document']>

function describe(app: ControlApp, origin: string): Description {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Control API of the Mudbrick sandbox',
      version: '1',
      description:
        'Changes what the sandbox knows, moves its clock, lets things go wrong, and shows what was sent. Every refusal is problem details (RFC 9457) whose detail says what to do.',
    },
    servers: [{ url: origin }],
    security: [{ controlToken: [] }],
  })
}
