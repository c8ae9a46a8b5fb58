import { explains } from '@mudbrick/http/explains'
import type { SentRequest } from './sent-request.ts'
import { UnexpectedResponseError } from './unexpected-response-error.ts'

/** The kinds of JSON value that a field can be asked for. */
export interface JsonTypes {
  /** A text. */
  string: string
  /** A number. */
  number: number
  /** True or false. */
  boolean: boolean
  /** An object. */
  object: object
  /** A list. */
  array: readonly unknown[]
  /** Any value but null. */
  any: string | number | boolean | object
}

/** Reads the fields of a JSON object that came from outside. */
export interface JsonFields {
  /** Reads a field that has to be there. */
  readonly required: <Type extends keyof JsonTypes>(field: string, type: Type) => JsonTypes[Type]
  /** Reads a field that may be absent or null. */
  readonly optional: <Type extends keyof JsonTypes>(
    field: string,
    type: Type,
  ) => JsonTypes[Type] | undefined
  /** Prepares a value found in a field, at `step`, for being read in turn. */
  readonly within: (json: unknown, step: string) => JsonFields
}

/**
 * Prepares a JSON value for being read field by field; each failure names the field.
 *
 * @param path Where the value stands in its document, such as `items[3]`; empty for the document.
 * @throws {@link UnexpectedResponseError} `wrong_type` or `missing_field`
 */
export function readFields(
  json: unknown,
  received: SentRequest & { readonly status: number },
  path = '',
): JsonFields {
  if (!isJsonObject(json)) fail('wrong_type', path, explains && 'that is not an object')
  const fields = new Map(Object.entries(json))

  const optional: JsonFields['optional'] = (field, type) => {
    const value: unknown = fields.get(field)
    if (value === undefined || value === null) return undefined
    if (!isOfType(value, type)) {
      fail('wrong_type', at(field), explains && `that is not of type ${type}`)
    }
    return value
  }
  const required: JsonFields['required'] = (field, type) =>
    optional(field, type) ?? fail('missing_field', at(field), explains && 'missing')
  const within: JsonFields['within'] = (value, step) => readFields(value, received, at(step))
  return { required, optional, within }

  function at(field: string): string {
    return path ? `${path}.${field}` : field
  }

  function fail(code: 'wrong_type' | 'missing_field', field: string, flaw: string | false): never {
    const found = explains && `with ${field ? JSON.stringify(field) : 'JSON'} ${flaw}`
    throw new UnexpectedResponseError(code, received, { found, field })
  }
}

/** Returns whether a JSON value is an object, and neither a list nor null. */
export function isJsonObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return isOfType(json, 'object')
}

function isOfType<Type extends keyof JsonTypes>(
  value: unknown,
  type: Type,
): value is JsonTypes[Type] {
  if (type === 'any') return value !== null
  if (type === 'array') return Array.isArray(value)
  return typeof value === type && value !== null && !Array.isArray(value)
}
