import { isObject } from './json-body.ts'

/** Tells where a value is not what it should be, without repeating it; nothing when it is. */
export type Shape = (value: unknown, where: string) => string | undefined

export const text: Shape = (value, where) =>
  typeof value === 'string' ? undefined : `${where} is no text`

export const number: Shape = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : `${where} is no number`

export const flag: Shape = (value, where) =>
  typeof value === 'boolean' ? undefined : `${where} is neither true nor false`

export const anything: Shape = () => undefined

/** A member that may be left out. */
export function optional(shape: Shape): Shape {
  return (value, where) => (value === undefined ? undefined : shape(value, where))
}

export function listOf(shape: Shape): Shape {
  return (value, where) => {
    if (!Array.isArray(value)) return `${where} is no list`
    return firstFlaw(value.map((item, index) => [shape, item, `${where}[${index}]`]))
  }
}

/** A list with one value for each shape. */
export function tupleOf(...shapes: readonly Shape[]): Shape {
  return (value, where) => {
    if (!Array.isArray(value)) return `${where} is no list`
    return firstFlaw(shapes.map((shape, index) => [shape, value[index], `${where}[${index}]`]))
  }
}

/** An object whose members all have one shape. */
export function recordOf(shape: Shape): Shape {
  return (value, where) => {
    if (!isObject(value)) return `${where} is no object`
    return firstFlaw(
      Object.entries(value).map(([name, member]) => [shape, member, `${where}.${name}`]),
    )
  }
}

/** An object with these members, and perhaps others. */
export function membersOf(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, where) => {
    if (!isObject(value)) return `${where} is no object`
    return firstFlaw(
      Object.entries(shapes).map(([name, shape]) => [shape, value[name], `${where}.${name}`]),
    )
  }
}

function firstFlaw(
  checks: readonly (readonly [shape: Shape, value: unknown, where: string])[],
): string | undefined {
  for (const [shape, value, where] of checks) {
    const flaw = shape(value, where)
    if (flaw !== undefined) return flaw
  }
  return undefined
}
