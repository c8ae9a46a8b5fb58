/** Where a value departs from its shape in the contract; how much of it is told is for the reader to choose. */
export interface Deviation {
  /** The names of members and the indexes of items that lead there. */
  readonly path: readonly Step[]
  readonly kind: 'other' | 'empty' | 'missing' | 'unexpected'
  readonly shape: unknown
  readonly value: unknown
}

/** `other`: a member of which the shape does not have the name, which may be anything. */
export type Step = string | number | { readonly other: string }

/** Compares a literal of the shape, such as a text, with what stands in its place. */
export type IsSame = (value: unknown, literal: unknown) => boolean

/** Where a value departs from its shape: literals, `<words>`, lists, and objects with `optional?` members. */
export function findDeviations(
  value: unknown,
  shape: unknown,
  isSame: IsSame = Object.is,
  path: Deviation['path'] = [],
): readonly Deviation[] {
  const other: Deviation = { path, kind: 'other', shape, value }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [other]
    // A list without items shows no shape.
    if (value.length === 0) return [{ ...other, kind: 'empty' }]
    return value.flatMap((item, index) => findDeviations(item, shape[0], isSame, [...path, index]))
  }
  if (isRecord(shape)) {
    return isRecord(value) ? findMemberDeviations(value, shape, isSame, path) : [other]
  }
  return (isWord(shape) ? isOfWord(value, shape) : isSame(value, shape)) ? [] : [other]
}

function findMemberDeviations(
  value: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, unknown>>,
  isSame: IsSame,
  path: Deviation['path'],
): readonly Deviation[] {
  const missing = Object.entries(shape).flatMap(([name, member]): readonly Deviation[] => {
    if (name.endsWith('?') || name === '<others>' || name in value) return []
    return [{ path: [...path, name], kind: 'missing', shape: member, value: undefined }]
  })
  const present = Object.entries(value).flatMap(([name, member]): readonly Deviation[] => {
    const own = shape[name] ?? shape[`${name}?`]
    const expected = own ?? shape['<others>']
    const at = [...path, own === undefined ? { other: name } : name]
    if (expected !== undefined) return findDeviations(member, expected, isSame, at)
    return [{ path: at, kind: 'unexpected', shape: undefined, value: member }]
  })
  return [...missing, ...present]
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether this part of a shape is a word such as `<text>`. */
export function isWord(shape: unknown): shape is string {
  return typeof shape === 'string' && shape.startsWith('<')
}

function isOfWord(value: unknown, word: string): boolean {
  const test = word.startsWith('<list of') ? Array.isArray : words[word]
  if (test === undefined) throw new Error(`The contract knows no shape ${word}.`)
  return test(value)
}

const isText = (value: unknown): value is string => typeof value === 'string'

const words: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<any>': () => true,
  '<boolean>': (value) => typeof value === 'boolean',
  '<integer>': (value) => Number.isInteger(value),
  '<number>': (value) => typeof value === 'number',
  '<string>': isText,
  '<text>': (value) => isText(value) && value !== '',
  '<digits>': (value) => isText(value) && /^\d+$/.test(value),
  '<email>': (value) => isText(value) && /^[^@\s]+@[^@\s]+$/.test(value),
  '<country>': (value) => isText(value) && /^[A-Z]{2}$/.test(value),
  // The published samples run from 86399985 to 86399991: a day less what the request took.
  '<day in ms>': (value) =>
    Number.isInteger(value) && Number(value) > 86_390_000 && Number(value) <= 86_400_000,
  '<user id>': (value) =>
    isText(value) && /^[0-9A-F]{24}@([0-9A-F]{24}|AdobeID|techacct\.adobe\.com)$/i.test(value),
  '<jwt>': (value) => isText(value) && /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}$/.test(value),
  '<instant>': (value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}
