import { OpenAPIHono, z } from '@hono/zod-openapi'

import { jsonAnswer } from '../../wire/answer.ts'
import { controlProblem } from './problem.ts'
import type { ControlContext } from '../control-context.ts'
import { validationProblem } from './problems.ts'

/** What an operation finds in `c.env`. */
export interface ControlEnvironment {
  readonly Bindings: {
    readonly control: ControlContext
    /** Ends when the caller has gone. */
    readonly signal: AbortSignal
  }
}

/** An app that holds operations. */
export type ControlApp = OpenAPIHono<ControlEnvironment>

export function createControlApp(): ControlApp {
  return new OpenAPIHono<ControlEnvironment>({
    defaultHook: (result) => (result.success ? undefined : validationProblem(result)),
  })
}

/**
 * A member that may be left out. For JSON, `optional()` does what `exactOptional()` does, and is what the
 * description shows as optional; only its type allows a member that is there and undefined.
 */
export function leftOut<Schema extends z.ZodType>(schema: Schema): z.ZodExactOptional<Schema> {
  const described: unknown = schema.optional()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return described as z.ZodExactOptional<Schema>
}

/** The part of a path that names one thing. */
export const idOfPath: z.ZodObject<{ id: z.ZodString }> = z.object({ id: z.string() })

/** The description of a body that has to be there. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
): {
  readonly body: {
    required: true
    content: { 'application/json': { schema: Schema } }
  }
} {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** The description of an answer, beside which every operation has its refusals. */
export function answers(
  status: 200 | 201 | 204,
  description: string,
  schema?: z.ZodType,
  type = 'application/json',
): Record<string, { description: string; content?: Record<string, { schema: z.ZodType }> }> {
  const content = schema && { [type]: { schema } }
  return { [status]: { description, ...(content && { content }) }, default: refusal }
}

const refusal = {
  description: 'A refusal (RFC 9457), whose detail says what to do.',
  content: {
    'application/problem+json': {
      schema: z
        .strictObject({ title: z.string(), status: z.number(), detail: z.string() })
        .meta({ id: 'Problem' }),
    },
  },
}

/** An answer that is not to be kept: it may hold secrets, and the next one may be another. */
export function answer(body: unknown, status: 200 | 201 = 200): Response {
  return jsonAnswer(body, { status, headers })
}

/** The answer to what leaves nothing to say. */
export function done(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

/** The answer to a removal: 404 when there was nothing to remove. */
export function removed(isRemoved: boolean, what: string, list: string): Response {
  if (isRemoved) return done()
  return controlProblem(404, `There is no such ${what}: GET ${list} lists what there is.`)
}

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
