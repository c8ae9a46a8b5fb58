/** What a field is asked for, by the names that Adobe documents. */
export type Condition =
  | 'eq'
  | 'finset'
  | 'from'
  | 'gt'
  | 'gteq'
  | 'in'
  | 'like'
  | 'lt'
  | 'lteq'
  | 'moreq'
  | 'neq'
  | 'nfinset'
  | 'nin'
  | 'nlike'
  | 'notnull'
  | 'null'
  | 'to'

/** What an entity has in a field: one value, several, or none. */
export type FieldValue = string | readonly string[] | undefined

/** Whether this is the name of a condition. */
export function isCondition(text: string): text is Condition {
  return Object.hasOwn(conditions, text)
}

/**
 * Whether a field agrees with a condition, as MySQL compares: without regard to case, numbers as numbers, and
 * nothing agrees with a field that is not there but `null`.
 */
export function meetsCondition(actual: FieldValue, condition: Condition, wanted: string): boolean {
  if (condition === 'null') return actual === undefined
  if (actual === undefined) return false
  const meets = (value: string): boolean => conditions[condition](value, wanted)
  if (typeof actual === 'string') return meets(actual)
  return negations.has(condition) ? actual.every(meets) : actual.some(meets)
}

/** Orders two values; a missing one comes first. */
export function compareValues(left: FieldValue, right: FieldValue): number {
  if (left === undefined || right === undefined) {
    return Number(left !== undefined) - Number(right !== undefined)
  }
  return compare(String(left), String(right))
}

type Meets = (actual: string, wanted: string) => boolean

const isAtLeast: Meets = (actual, wanted) => compare(actual, wanted) >= 0
const isAtMost: Meets = (actual, wanted) => compare(actual, wanted) <= 0
const isEqual: Meets = (actual, wanted) => compare(actual, wanted) === 0
const isOneOf: Meets = (actual, wanted) => split(wanted).some((item) => isEqual(actual, item))
const holds: Meets = (actual, wanted) => split(actual).some((item) => isEqual(item, wanted))

/** @see https://developer.adobe.com/commerce/webapi/rest/use-rest/performing-searches/ */
const conditions: Readonly<Record<Condition, Meets>> = {
  eq: isEqual,
  finset: holds,
  from: isAtLeast,
  gt: (actual, wanted) => compare(actual, wanted) > 0,
  gteq: isAtLeast,
  in: isOneOf,
  like: isLike,
  lt: (actual, wanted) => compare(actual, wanted) < 0,
  lteq: isAtMost,
  moreq: isAtLeast,
  neq: (actual, wanted) => !isEqual(actual, wanted),
  nfinset: (actual, wanted) => !holds(actual, wanted),
  nin: (actual, wanted) => !isOneOf(actual, wanted),
  nlike: (actual, wanted) => !isLike(actual, wanted),
  notnull: () => true,
  null: () => false,
  to: isAtMost,
}

/** A field of several values satisfies one of these if each value does. */
const negations: ReadonlySet<Condition> = new Set(['neq', 'nfinset', 'nin', 'nlike'])

function compare(left: string, right: string): number {
  const difference = Number(left) - Number(right)
  if (left !== '' && right !== '' && !Number.isNaN(difference)) return Math.sign(difference)
  const [a, b] = [left.toLowerCase(), right.toLowerCase()]
  if (a === b) return 0
  return a < b ? -1 : 1
}

function split(list: string): readonly string[] {
  return list.split(',').map((item) => item.trim())
}

/**
 * SQL's `LIKE`: `%` stands for any characters, `_` for one. Steps back only to the last `%`, so that no pattern
 * takes long.
 */
function isLike(actual: string, wanted: string): boolean {
  const text = actual.toLowerCase()
  const pattern = wanted.toLowerCase()
  let at = 0
  let inPattern = 0
  let lastPercent = -1
  let resumeAt = 0
  while (at < text.length) {
    if (pattern[inPattern] === '%') {
      lastPercent = inPattern
      resumeAt = at
      inPattern += 1
    } else if (pattern[inPattern] === '_' || pattern[inPattern] === text[at]) {
      at += 1
      inPattern += 1
    } else if (lastPercent === -1) {
      return false
    } else {
      resumeAt += 1
      at = resumeAt
      inPattern = lastPercent + 1
    }
  }
  return pattern.slice(inPattern).replaceAll('%', '') === ''
}
