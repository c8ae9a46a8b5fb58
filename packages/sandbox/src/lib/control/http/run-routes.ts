import { createRoute, z } from '@hono/zod-openapi'

import { controlProblem } from './problem.ts'
import type { ControlContext } from '../control-context.ts'
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

/** How the sandbox runs: its time, its faults, and starting anew. */
export function addRunRoutes(app: ControlApp): void {
  addClockRoutes(app)
  addFaultRoutes(app)
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/reset',
      summary:
        'Forgets everything since the start, faults and changed behavior too; the clock stays where it is',
      responses: answers(204, 'It is as new.'),
    }),
    (c) => {
      c.env.control.reset()
      return done()
    },
  )
}

function addClockRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/clock',
      summary: 'Tells the sandbox’s time',
      responses: answers(200, 'The time.', time),
    }),
    (c) => answer(showTime(c.env.control)),
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/control/clock',
      summary: 'Jumps to an instant; time runs on from there',
      request: jsonBody(instant),
      responses: answers(200, 'The time.', time),
    }),
    (c) => {
      c.env.control.clock.set(c.req.valid('json').now)
      return answer(showTime(c.env.control))
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/clock/advance',
      summary: 'Jumps ahead: tokens, codes and sessions grow older at once',
      request: jsonBody(span),
      responses: answers(200, 'The time.', time),
    }),
    (c) => {
      const { clock } = c.env.control
      const { hours = 0, minutes = 0, seconds = 0 } = c.req.valid('json')
      const spanMs = ((hours * 60 + minutes) * 60 + seconds) * 1000
      if (clock.now() + spanMs > lastInstant) {
        return controlProblem(400, 'The span leads beyond the year 9999: give a shorter one.')
      }
      clock.advance({ hours, minutes, seconds })
      return answer(showTime(c.env.control))
    },
  )
}

function showTime({ clock }: ControlContext): { readonly now: number; readonly iso: string } {
  const now = clock.now()
  return { now, iso: new Date(now).toISOString() }
}

function addFaultRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/faults',
      summary: 'Lists the faults in force',
      responses: answers(200, 'The faults.', z.array(listedFault)),
    }),
    (c) => answer(c.env.control.faults.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/faults',
      summary: 'Adds something that is to go wrong',
      request: jsonBody(fault),
      responses: answers(201, 'The fault in force.', listedFault),
    }),
    (c) => {
      const added = c.req.valid('json')
      const { id: faultId } = c.env.control.faults.add(added)
      return answer({ ...added, id: faultId, met: 0 }, 201)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/faults',
      summary: 'Takes all faults away',
      responses: answers(204, 'They are gone.'),
    }),
    (c) => {
      c.env.control.faults.clear()
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/faults/{id}',
      summary: 'Takes a fault away',
      request: { params: idOfPath },
      responses: answers(204, 'It is gone.'),
    }),
    (c) => {
      const isRemoved = c.env.control.faults.remove(c.req.valid('param').id)
      return removed(isRemoved, 'fault', '/control/faults')
    },
  )
}

/** The latest instant that the clock may be set to. */
const lastInstant = Date.UTC(9999, 11, 31)
const longestSpan = 1_000_000

/** The sandbox's time. */
const time = z.strictObject({
  now: z.number().describe('Milliseconds since the epoch.'),
  iso: z.string().describe('The same instant in words (ISO 8601).'),
})

const instantAdvice =
  'give whole milliseconds since the epoch, up to the year 9999, or an instant such as "2026-01-31T12:00:00Z"'

/** An instant to go to. */
const instant = z.strictObject({
  now: z
    .union(
      [z.number(), z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))],
      instantAdvice,
    )
    .refine(isInstant, instantAdvice)
    .openapi({ type: ['integer', 'string'] }),
})

function isInstant(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= lastInstant
}

/** A span to jump ahead. */
const span = z.strictObject({
  hours: leftOut(z.number().min(0).max(longestSpan)),
  minutes: leftOut(z.number().min(0).max(longestSpan)),
  seconds: leftOut(z.number().min(0).max(longestSpan)),
})

/** Something that is to go wrong; what a value may be is checked, and told, where faults are added. */
const fault = z
  .strictObject({
    match: z.string().describe('A method and a path, such as "POST /ims/token/*".'),
    where: leftOut(
      z.strictObject({
        clientId: leftOut(z.string()),
        grantType: leftOut(z.string()),
        origin: leftOut(z.string()),
      }),
    ),
    status: leftOut(z.number()).describe('The status to answer with.'),
    error: leftOut(z.string()).describe('The error code of the service’s own error body.'),
    body: leftOut(z.strictObject({ type: z.string(), text: z.string() })),
    retryAfterSeconds: leftOut(z.number()),
    malformedJson: leftOut(z.boolean()),
    truncateBodyAt: leftOut(z.number()),
    drop: leftOut(z.boolean()).describe('The connection ends; nothing is served.'),
    loseAnswer: leftOut(z.boolean()).describe('It is served, and the answer gets lost.'),
    delayMs: leftOut(z.union([z.number(), z.strictObject({ from: z.number(), to: z.number() })])),
    times: leftOut(z.number()).describe('How many requests it meets.'),
    after: leftOut(z.number()).describe('How many requests it lets pass first.'),
    probability: leftOut(z.number()),
  })
  .meta({ id: 'Fault' })

/** A fault in force. */
const listedFault = fault.extend({ id: z.string(), met: z.number() })
