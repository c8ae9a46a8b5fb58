import { createRoute, z } from '@hono/zod-openapi'

import { describeValues } from '../../behavior/behavior-table.ts'
import { behaviorSwitches, type BehaviorSwitch } from '../../behavior/behavior.ts'
import { answer, answers, jsonBody, leftOut, type ControlApp } from './operation.ts'

/** How the sandbox acts where Adobe's sources disagree or are silent. */
export function addBehaviorRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/behavior',
      summary: 'Shows how the sandbox acts where Adobe’s sources disagree or are silent',
      responses: answers(200, 'The rows in force.', behavior),
    }),
    (c) => answer(c.env.control.behavior.inForce),
  )
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/control/behavior',
      summary: 'Changes rows of the behavior; a preset replaces all rows that are not given',
      request: jsonBody(behaviorChange),
      responses: answers(200, 'The rows in force.', behavior),
    }),
    (c) => {
      c.env.control.behavior.change(c.req.valid('json'))
      return answer(c.env.control.behavior.inForce)
    },
  )
}

function schemaOf(row: BehaviorSwitch): z.ZodType {
  const advice = `give ${describeValues(row)}`
  const { range, values = [] } = row
  if (range !== undefined) return z.int(advice).min(range.from, advice).max(range.to, advice)
  return z.literal([...values], advice)
}

const rows = Object.entries(behaviorSwitches).map(([row, rule]): [string, z.ZodType] => [
  row,
  schemaOf(rule),
])

/** The whole table. */
const behavior = z.strictObject(Object.fromEntries(rows)).meta({ id: 'Behavior' })

/** Some rows, or a preset, or both. */
const behaviorChange = z
  .strictObject({
    preset: leftOut(z.enum(['tutorial', 'strict'])),
    ...Object.fromEntries(rows.map(([row, schema]) => [row, leftOut(schema)])),
  })
  .meta({ id: 'BehaviorChange' })
