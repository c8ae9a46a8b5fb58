import * as v from 'valibot'

import {
  checked,
  choice,
  described,
  integer,
  number,
  object,
  optional,
  requireShape,
  text,
  type Problem,
  type Schema,
} from '../wire/schema.ts'
import type { Fault, ListedFault } from './fault.ts'

/**
 * Checks a fault, and takes its `match` apart.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming each property and what is right.
 */
export function parseFault(fault: Fault): { readonly method: string; readonly path: string } {
  const { match } = requireShape(faultSchema, fault, 'The fault', showProblem)
  const [method = '', path = ''] = match.split(' ')
  return { method, path }
}

/** Nothing in a fault is a secret. */
function showProblem({ path, input, advice }: Problem): string {
  const isShown = path !== '' && typeof input !== 'object' && input !== undefined
  return `${path || 'the whole'}${isShown ? ` (${JSON.stringify(input)})` : ''}: ${advice}`
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A fault that no request can meet would not be noticed. */
function findMatchFlaw(match: string): string | undefined {
  const [, method, path] = /^([A-Z]+|\*) (\/\S*|\*)$/.exec(match) ?? []
  if (method === undefined || path === undefined) {
    return 'write a method and a path, such as "POST /ims/token/*"'
  }
  if (method !== '*' && !methods.includes(method)) {
    return `no service has that method: use ${methods.join(', ')} or *`
  }
  if (path.slice(0, -1).includes('*')) return 'a * may stand only at the end of the path'
  return /[?#]/.test(path) ? 'write the path alone, without a query' : undefined
}

const maxDelayMs = 3_600_000
const delayAdvice = 'give milliseconds from 0 to 3600000, or { from, to }'

const faultMembers = {
  match: described(
    checked(text(), findMatchFlaw),
    'A method and a path, such as "POST /ims/token/*".',
  ),
  where: optional(
    object({
      clientId: optional(text()),
      grantType: optional(text()),
      origin: optional(
        text(
          /^https?:\/\/[^/?#\s]+$/,
          'write scheme, host and port without a slash behind, such as "https://localhost:3001"',
        ),
      ),
    }),
  ),
  status: optional(integer(200, 599, 'give an HTTP status from 200 to 599')),
  error: optional(text(/^[\w.-]{1,100}$/, 'write an error code, such as "invalid_grant"')),
  body: optional(
    object({
      type: text(/^[\w.+-]+\/[\w.+-]+[ -~]*$/, 'write a media type, such as "application/json"'),
      text: v.string(),
    }),
  ),
  retryAfterSeconds: optional(integer(0, 31_536_000, 'give whole seconds from 0 to 31536000')),
  retryAfterAs: optional(choice(['seconds', 'date'])),
  malformedJson: optional(v.boolean()),
  truncateBodyAt: optional(integer(0, 2 ** 31, 'give a number of bytes from 0 up')),
  drop: optional(v.boolean(), 'The connection ends; nothing is served.'),
  loseAnswer: optional(v.boolean(), 'It is served, and the answer gets lost.'),
  delayMs: optional(
    v.union(
      [
        number(0, maxDelayMs),
        checked(
          object({ from: number(0, maxDelayMs), to: number(0, maxDelayMs) }),
          ({ from, to }) => (from <= to ? undefined : delayAdvice),
        ),
      ],
      delayAdvice,
    ),
  ),
  times: optional(
    integer(1, Number.MAX_SAFE_INTEGER, 'give a whole number from 1 up'),
    'How many requests it meets.',
  ),
  lastsSeconds: optional(
    integer(1, 31_536_000, 'give whole seconds from 1 to 31536000'),
    'How long it goes on after the first request that it meets.',
  ),
  after: optional(
    integer(0, Number.MAX_SAFE_INTEGER, 'give a whole number from 0 up'),
    'How many requests it lets pass first.',
  ),
  probability: optional(number(0, 1)),
}

/** Something that is to go wrong. */
export const faultSchema: Schema<Fault> = object(faultMembers)

/** A fault in force. */
export const listedFaultSchema: Schema<ListedFault> = object({
  ...faultMembers,
  id: text(),
  met: number(),
})
