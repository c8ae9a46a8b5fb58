import { createRoute, z } from '@hono/zod-openapi'

import { answer, answers, done, idOfPath, removed, type ControlApp } from './operation.ts'

/** What the sandbox remembered at some moments, to return to. */
export function addSnapshotRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/snapshots',
      summary: 'Lists the snapshots that are kept, the newest 20',
      responses: answers(200, 'The snapshots.', z.array(snapshot)),
    }),
    (c) => answer(c.env.control.snapshots.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/snapshots',
      summary:
        'Keeps what the sandbox remembers: not behavior, clock, faults, journal and signing keys',
      responses: answers(201, 'The snapshot.', snapshot),
    }),
    (c) => answer(c.env.control.snapshots.take(), 201),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/snapshots/{id}/restore',
      summary: 'Puts back what the sandbox remembered then; what happened since is forgotten',
      request: { params: idOfPath },
      responses: answers(204, 'It is as it was.'),
    }),
    (c) => {
      c.env.control.snapshots.restore(c.req.valid('param').id)
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/snapshots/{id}',
      summary: 'Forgets a snapshot',
      request: { params: idOfPath },
      responses: answers(204, 'It is gone.'),
    }),
    (c) => {
      const isRemoved = c.env.control.snapshots.remove(c.req.valid('param').id)
      return removed(isRemoved, 'snapshot', '/control/snapshots')
    },
  )
}

/** A snapshot that is kept. */
const snapshot = z.strictObject({ id: z.string(), takenAt: z.number() }).meta({ id: 'Snapshot' })
