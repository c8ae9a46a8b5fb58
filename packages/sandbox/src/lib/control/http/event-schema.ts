import { z } from '@hono/zod-openapi'

import { hintCodes, type HintCode } from '../../journal/hints.ts'

/** The codes of hints. */
export const hintCode: z.ZodType<HintCode> = z.enum(hintCodes)

const texts = z.record(z.string(), z.string())

/** What the answer does not say. */
const hint = z
  .strictObject({ code: hintCode, message: z.string(), about: z.string().optional() })
  .meta({ id: 'Hint' })

/** A request that the sandbox has answered, secrets masked. */
export const exchangeSchema: z.ZodType = z
  .strictObject({
    index: z.number(),
    at: z.number(),
    service: z.enum(['ims', 'aem', 'commerce', 'home']),
    method: z.string(),
    url: z.string(),
    path: z.string(),
    parameters: texts,
    requestBody: z.unknown().optional(),
    requestHeaders: texts,
    status: z.number().optional(),
    responseHeaders: texts,
    responseBody: z.unknown().optional(),
    durationMs: z.number(),
    clientId: z.string().optional(),
    userId: z.string().optional(),
    hints: z.array(hint),
    fault: z.string().optional(),
  })
  .meta({ id: 'Exchange' })

const at = z.number().describe('In the sandbox’s time: milliseconds since the epoch.')
const name = z.string()

/** Something that happened. */
export const eventSchema: z.ZodType = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('exchange'), at, exchange: exchangeSchema }),
    z.strictObject({
      type: z.literal('user'),
      at,
      action: z.enum(['put', 'removed']),
      userId: name,
      email: name,
    }),
    z.strictObject({
      type: z.literal('organization'),
      at,
      action: z.enum(['put', 'removed']),
      organizationId: name,
    }),
    z.strictObject({
      type: z.literal('credential'),
      at,
      action: z.enum(['put', 'removed']),
      clientId: name,
    }),
    z.strictObject({
      type: z.literal('consent'),
      at,
      action: z.enum(['granted', 'withdrawn']),
      userId: name,
      clientId: name,
      scopes: z.array(name),
    }),
    z.strictObject({
      type: z.literal('browser-session'),
      at,
      action: z.enum(['started', 'ended']),
      id: name,
      userId: name,
    }),
    z.strictObject({
      type: z.literal('token'),
      at,
      action: z.enum(['issued', 'ended']),
      kind: z.enum(['access_token', 'refresh_token']),
      id: name,
      clientId: name,
      userId: name,
    }),
    z.strictObject({
      type: z.literal('fault'),
      at,
      action: z.enum(['added', 'removed']),
      id: name,
      match: name,
    }),
    z.strictObject({ type: z.literal('behavior'), at, rows: z.record(name, z.unknown()) }),
    z.strictObject({ type: z.literal('clock'), at, now: z.number() }),
    z.strictObject({ type: z.literal('aem-configuration'), at }),
    z.strictObject({ type: z.literal('reset'), at }),
    z.strictObject({ type: z.literal('restore'), at }),
  ])
  .meta({ id: 'Event' })
