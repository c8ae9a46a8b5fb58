import { createRoute, z } from '@hono/zod-openapi'

import { createEventStream } from './event-stream.ts'
import { eventSchema, exchangeSchema, hintCode } from './event-schema.ts'
import { answer, answers, done, leftOut, type ControlApp } from './operation.ts'

/** What was sent to the sandbox, and what it answered. */
export function addJournalRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/journal',
      summary: 'Lists the exchanges that agree with every parameter given, oldest first',
      request: { query: exchangeFilter },
      responses: answers(200, 'The exchanges.', exchanges),
    }),
    (c) => {
      const { journal } = c.env.control
      const found = journal.exchanges(c.req.valid('query'))
      return answer({ exchanges: found, dropped: journal.dropped })
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/journal/next',
      summary:
        'Waits for the first exchange that agrees; one that is there already is given at once',
      request: { query: nextExchange },
      responses: answers(200, 'The exchange.', exchangeSchema),
    }),
    async (c) => {
      const { timeoutMs = 5000, ...filter } = c.req.valid('query')
      const { control, signal } = c.env
      return answer(await control.journal.waitFor(filter, { timeoutMs, signal }))
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/journal',
      summary: 'Forgets all exchanges',
      responses: answers(204, 'The journal is empty.'),
    }),
    (c) => {
      c.env.control.journal.clear()
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/events',
      summary:
        'Tells of exchanges and changes as they come, as an event stream; Last-Event-ID brings exchanges that were missed',
      responses: answers(
        200,
        'Events named by their type; the id of an exchange is its index.',
        eventSchema,
        'text/event-stream',
      ),
    }),
    (c) => {
      const { control, signal } = c.env
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }
      if (c.req.raw.method === 'HEAD') return new Response(null, { headers })
      const lastEventId = c.req.header('last-event-id')
      return new Response(createEventStream(control, { signal, lastEventId }), { headers })
    },
  )
}

const text = z.string().min(1)

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'give a whole number')
  .transform(Number)

/** Which exchanges. */
const exchangeFilter = z.strictObject({
  service: leftOut(z.enum(['ims', 'aem', 'commerce', 'home'])),
  method: leftOut(text),
  path: leftOut(text).describe('The path, or how it begins followed by "*".'),
  status: leftOut(wholeNumber),
  clientId: leftOut(text),
  user: leftOut(text).describe('The user’s e-mail address or id.'),
  hint: leftOut(hintCode),
  after: leftOut(wholeNumber).describe('Only exchanges with a greater index.'),
  since: leftOut(wholeNumber).describe(
    'Only exchanges at this instant or later, in milliseconds since the epoch.',
  ),
})

const longestWaitMs = 30_000

/** Which exchange to wait for, and how long. */
const nextExchange = exchangeFilter.extend({
  timeoutMs: leftOut(
    wholeNumber.refine((value) => value <= longestWaitMs, `give ${longestWaitMs} at most`),
  ).describe(`Real milliseconds, ${longestWaitMs} at most; 5000 unless given.`),
})

/** Exchanges, and how many are no longer held. */
const exchanges = z.strictObject({ exchanges: z.array(exchangeSchema), dropped: z.number() })
