import { createRoute, z } from '@hono/zod-openapi'

import {
  answer,
  answers,
  done,
  idOfPath,
  jsonBody,
  leftOut,
  removed,
  type ControlApp,
} from './operation.ts'

/** What comes of signing in: consents, browser sessions and tokens. */
export function addSignInRoutes(app: ControlApp): void {
  addConsentRoutes(app)
  addBrowserSessionRoutes(app)
  addTokenRoutes(app)
}

function addConsentRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/consents',
      summary: 'Lists what users have allowed applications',
      responses: answers(200, 'The consents.', z.array(consent)),
    }),
    (c) => answer(c.env.control.resources.consents.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/consents',
      summary: 'Allows an application what the consent page would ask for',
      request: jsonBody(consentGrant),
      responses: answers(204, 'It is allowed.'),
    }),
    (c) => {
      const { user, clientId, scopes } = c.req.valid('json')
      c.env.control.resources.consents.grant(user, clientId, scopes)
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/consents',
      summary: 'Takes a consent back, so that the consent page asks again',
      request: { query: consentName },
      responses: answers(200, 'Whether there was one.', z.strictObject({ withdrawn: z.boolean() })),
    }),
    (c) => {
      const { user, clientId } = c.req.valid('query')
      const { consents } = c.env.control.resources
      return answer({ withdrawn: consents.withdraw(user, clientId) })
    },
  )
}

function addBrowserSessionRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/browser-sessions',
      summary: 'Lists the browsers in which somebody is signed in at IMS',
      responses: answers(200, 'The browser sessions.', z.array(browserSession)),
    }),
    (c) => answer(c.env.control.resources.browserSessions.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/browser-sessions',
      summary: 'Signs a user in without the page, and gives the cookie for a browser',
      request: jsonBody(userName),
      responses: answers(201, 'The browser session.', startedBrowserSession),
    }),
    (c) => answer(c.env.control.resources.browserSessions.start(c.req.valid('json').user), 201),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/browser-sessions/{id}',
      summary: 'Ends a browser session',
      request: { params: idOfPath },
      responses: answers(204, 'It has ended.'),
    }),
    (c) => {
      const isEnded = c.env.control.resources.browserSessions.end(c.req.valid('param').id)
      return removed(isEnded, 'browser session', '/control/browser-sessions')
    },
  )
}

function addTokenRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/tokens',
      summary:
        'Lists the newest 1,000 access tokens and the living refresh tokens, never their text',
      responses: answers(200, 'The tokens.', z.array(listedToken)),
    }),
    (c) => answer(c.env.control.resources.tokens.list()),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/tokens/{id}',
      summary: 'Ends a token of the list',
      request: { params: idOfPath },
      responses: answers(204, 'It has ended.'),
    }),
    (c) => {
      const isEnded = c.env.control.resources.tokens.end(c.req.valid('param').id)
      return removed(isEnded, 'token that is good', '/control/tokens')
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/tokens',
      summary: 'Issues an access token as if the user had signed in',
      request: jsonBody(tokenGrant),
      responses: answers(201, 'The access token.', accessToken),
    }),
    async (c) => {
      const issued = await c.env.control.resources.tokens.issue(c.req.valid('json'))
      return answer({ accessToken: issued }, 201)
    },
  )
  // In the body, since a path ends up in logs.
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/tokens/revoke',
      summary: 'Ends an access token',
      request: jsonBody(accessToken),
      responses: answers(
        200,
        'Whether it was still good.',
        z.strictObject({ revoked: z.boolean() }),
      ),
    }),
    async (c) => {
      const { tokens } = c.env.control.resources
      return answer({ revoked: await tokens.revoke(c.req.valid('json').accessToken) })
    },
  )
}

const text = z.string().min(1)

/** What a user has allowed an application. */
const consent = z
  .strictObject({ userId: z.string(), clientId: z.string(), scopes: z.array(z.string()) })
  .meta({ id: 'Consent' })

/** Who allows what to which application. */
const consentGrant = z.strictObject({
  user: text.describe('The user’s e-mail address or id.'),
  clientId: text,
  scopes: z.array(text),
})

/** Whose consent to which application. */
const consentName = z.strictObject({ user: text, clientId: text })

/** A browser in which somebody is signed in at IMS. */
const browserSession = z
  .strictObject({
    id: z.string(),
    userId: z.string(),
    signedInAt: z.number(),
    expiresAt: z.number(),
  })
  .meta({ id: 'BrowserSession' })

/** One that was started, with its cookie. */
const startedBrowserSession = browserSession.extend({
  cookie: z.strictObject({ name: z.string(), value: z.string() }),
})

/** Who is to be signed in. */
const userName = z.strictObject({ user: text.describe('An e-mail address or an id.') })

/** A token that was issued. */
const listedToken = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['access_token', 'refresh_token']),
    clientId: z.string(),
    userId: z.string(),
    scopes: z.array(z.string()),
    issuedAt: z.number(),
    expiresAt: z.number(),
    isEnded: z.boolean().describe('It was ended, or its time is over.'),
  })
  .meta({ id: 'Token' })

/** For whom and for what a token is issued. */
const tokenGrant = z.strictObject({
  user: text.describe('The user’s e-mail address or id.'),
  clientId: text,
  scopes: leftOut(z.array(text)).describe('All of the credential’s unless given.'),
  lifetimeMs: leftOut(z.int().positive()),
})

/** An access token. */
const accessToken = z.strictObject({ accessToken: text })
