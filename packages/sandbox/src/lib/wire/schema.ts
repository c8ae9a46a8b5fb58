import * as v from 'valibot'
import type {
  BaseIssue,
  ExactOptionalSchema,
  GenericSchema,
  InferOutput,
  IssuePathItem,
  ObjectEntries,
  StrictObjectSchema,
} from 'valibot'

import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'
import { isObject } from './json-body.ts'

/** What a value has to be. */
export type Schema<Value> = GenericSchema<unknown, Value>

/** Text; with a pattern, text that matches it. */
export function text(pattern?: RegExp, advice?: string): Schema<string> {
  if (pattern === undefined) return v.pipe(v.string(), v.minLength(1, 'write text'))
  return v.pipe(v.string(), v.regex(pattern, advice))
}

export function email(): Schema<string> {
  const advice = 'write an e-mail address, such as "finn@wknd.test"'
  return v.pipe(v.string(), v.trim(), v.regex(/^[^\s@]+@[^\s@]+$/, advice), v.toLowerCase())
}

/** A number within bounds. */
export function number(from?: number, to?: number): Schema<number> {
  if (from === undefined || to === undefined) return v.pipe(v.number(), v.finite())
  const advice = `give a number from ${from} to ${to}`
  return v.pipe(v.number(advice), v.minValue(from, advice), v.maxValue(to, advice))
}

/** A whole number within bounds. */
export function integer(
  from: number,
  to: number,
  advice: string = `give a whole number from ${from} to ${to}`,
): Schema<number> {
  return v.pipe(
    v.number(advice),
    v.integer(advice),
    v.minValue(from, advice),
    v.maxValue(to, advice),
  )
}

/** One of these texts. */
export function choice<const Value extends string>(
  values: readonly Value[],
  advice: string = `give ${values.map((value) => JSON.stringify(value)).join(' or ')}`,
): Schema<Value> {
  return v.picklist(values, advice)
}

/**
 * A member that may be left out. JSON has no member that is there and undefined, so that the type need not
 * allow it; such a one counts as left out.
 *
 * @param description What is said of it where it is described.
 */
export function optional<const Wrapped extends ObjectEntries[string]>(
  schema: Wrapped,
  description?: string,
): ExactOptionalSchema<Wrapped, undefined> {
  const made: unknown = v.optional(
    description === undefined ? schema : v.pipe(schema, v.description(description)),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return made as ExactOptionalSchema<Wrapped, undefined>
}

/**
 * An object with these members and no others. valibot's own stops at the first member that it does not know; this
 * one names all of them.
 */
export function object<const Entries extends ObjectEntries>(
  entries: Entries,
  unknownMember = 'there is no such member',
): StrictObjectSchema<Entries, undefined> {
  const advice = `${unknownMember}; use ${Object.keys(entries).join(', ')}`
  const open = v.pipe(
    v.looseObject(entries),
    v.rawCheck(({ dataset: { value }, addIssue }) => {
      if (!isObject(value)) return
      for (const [key, member] of Object.entries(value)) {
        if (Object.hasOwn(entries, key)) continue
        addIssue({
          message: advice,
          path: [{ type: 'object', origin: 'key', input: value, key, value: member }],
        })
      }
    }),
  )
  const run: (typeof open)['~run'] = (dataset, config) =>
    // For valibot a list is an object too.
    open['~run'](Array.isArray(dataset.value) ? { value: null } : dataset, config)
  return Object.assign(v.strictObject(entries), { '~run': run })
}

/** The same members, each of which may be left out. */
export function allOptional<const Entries extends ObjectEntries>(
  entries: Entries,
): { [Name in keyof Entries]: ExactOptionalSchema<Entries[Name], undefined> } {
  const made: unknown = Object.fromEntries(
    Object.entries(entries).map(([name, schema]) => [name, optional(schema)]),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return made as { [Name in keyof Entries]: ExactOptionalSchema<Entries[Name], undefined> }
}

/** A schema, and what it cannot say: `findFlaw` gives advice for a value that is wrong. */
export function checked<Value>(
  schema: Schema<Value>,
  findFlaw: (value: Value) => string | undefined,
): Schema<Value> {
  return withProblems(schema, (value) => {
    const advice = findFlaw(value)
    return advice === undefined ? [] : [{ path: [], advice }]
  })
}

/** A schema, and what it cannot say of its members; only a value that fits it is looked at. */
export function withProblems<Value>(
  schema: Schema<Value>,
  findProblems: (value: Value) => readonly {
    readonly path: readonly (string | number)[]
    readonly advice: string
  }[],
): Schema<Value> {
  return v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      for (const { path, advice: message } of findProblems(dataset.value)) {
        const [first, ...others] = path.map((key): IssuePathItem => ({
          type: 'unknown',
          origin: 'value',
          input: dataset.value,
          key,
          value: undefined,
        }))
        addIssue({ message, ...(first && { path: [first, ...others] }) })
      }
    }),
  )
}

/** One of several objects, which tell themselves apart by a member. */
export function variant<
  const Key extends string,
  const Options extends readonly StrictObjectSchema<Record<Key, GenericSchema>, undefined>[],
>(key: Key, options: Options): GenericSchema<unknown, InferOutput<Options[number]>> {
  const names = options.map(({ entries }) => entries[key].expects)
  return v.variant(key, options, ({ path }) =>
    path === undefined ? 'give an object' : `give ${names.join(', ').replaceAll('"', '')}`,
  )
}

/** What is said of a schema where it is described. */
export function described<Value>(schema: Schema<Value>, description: string): Schema<Value> {
  return v.pipe(schema, v.description(description))
}

/** Something that is wrong about a value. */
export interface Problem {
  /** Where, as code would write it: `users[0].email`; empty for the whole. */
  readonly path: string
  /** The same, name by name. */
  readonly keys: readonly unknown[]
  /** What is there. */
  readonly input: unknown
  /** What would be right. */
  readonly advice: string
}

/** A value that fits its schema, or all that is wrong about it. */
export type Checked<Value> =
  | { readonly value: Value; readonly problems?: never }
  | { readonly problems: readonly Problem[] }

export function check<Value>(schema: Schema<Value>, value: unknown): Checked<Value> {
  const result = v.safeParse(schema, value, { message: adviseOn })
  if (result.success) return { value: result.output }
  return { problems: result.issues.map(describe) }
}

/**
 * The value as its schema gives it.
 *
 * @param what What it is called in messages: `The seed my.yaml`.
 * @throws {@link SandboxError} `invalid_configuration`, naming every member that is wrong and what is right.
 */
export function requireShape<Value>(
  schema: Schema<Value>,
  value: unknown,
  what: string,
  show?: (problem: Problem) => string,
): Value {
  const result = check(schema, value)
  if (result.problems === undefined) return result.value
  throw createShapeError(what, result.problems, show)
}

/** The error of a value with problems. */
export function createShapeError(
  what: string,
  problems: readonly Problem[],
  show?: (problem: Problem) => string,
): SandboxError {
  return invalidConfiguration(`${what} cannot be used; correct ${listProblems(problems, show)}.`)
}

const maxProblems = 10
const maxLength = 300

/** All that is wrong, in a line; the names in it may be anything that a caller wrote. */
export function listProblems(
  problems: readonly Problem[],
  show: (problem: Problem) => string = (problem) => showProblem(problem),
): string {
  const shown = problems.slice(0, maxProblems).map((problem) => {
    const words = show(problem)
    return words.length <= maxLength ? words : `${words.slice(0, maxLength)}…`
  })
  const more = problems.length - shown.length
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** A problem in words, after the line in the file that it comes from. */
export function showProblem({ path, advice }: Problem, line?: number): string {
  const place = `${path || 'the whole'}: ${advice}`
  return line === undefined ? place : `line ${line}, ${place}`
}

function describe({ path, input, message }: BaseIssue<unknown>): Problem {
  const keys = path?.map(({ key }) => key) ?? []
  return { path: pathText(keys), keys, input, advice: message }
}

/** valibot repeats what was written, which may be a secret. */
function adviseOn({ expected, received }: BaseIssue<unknown>): string {
  if (received === 'undefined') return 'it is missing'
  return advice.get(expected) ?? `give ${expected}`
}

const advice: ReadonlyMap<string | null, string> = new Map([
  ['string', 'write text'],
  ['number', 'give a number'],
  ['boolean', 'write true or false'],
  ['Array', 'give a list'],
  ['Object', 'give an object'],
])

/** A path as code would write it. */
export function pathText(path: readonly unknown[]): string {
  return path.reduce<string>((above, part) => {
    if (typeof part === 'number') return `${above}[${part}]`
    return above === '' ? String(part) : `${above}.${String(part)}`
  }, '')
}
