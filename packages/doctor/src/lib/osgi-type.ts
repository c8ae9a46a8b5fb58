import type { LocatedJson } from './located-json.ts'

/** A key of an OSGi configuration file and the type that may follow it, as in `maxage:Integer`. */
export interface TypedKey {
  readonly key: string
  readonly type: string | undefined
}

/** A value of a type, or what was expected instead. */
export type TypedReading = { readonly value: LocatedJson } | { readonly expected: string }

/** Splits a name at its colon; a name that begins with a colon belongs to the Configurator. */
export function parseTypedKey(name: string): TypedKey {
  const colon = name.indexOf(':', 1)
  if (colon === -1) return { key: name, type: undefined }
  return { key: name.slice(0, colon), type: name.slice(colon + 1).trim() }
}

/** Tells whether OSGi knows a type. */
export function isOsgiType(type: string): boolean {
  return type === 'Collection' || scalarTypes.includes(scalarOf(type))
}

/** The types that a value or the entries of a list may have. */
export const scalarTypes: readonly string[] = [
  'String',
  'Integer',
  'Long',
  'Float',
  'Double',
  'Byte',
  'Short',
  'Character',
  'Boolean',
]

/**
 * Converts a value to the type behind its key, as the Configurator does.
 *
 * @see https://docs.osgi.org/specification/osgi.cmpn/7.0.0/service.configurator.html
 */
export function convertToType(value: LocatedJson, type: string): TypedReading {
  if (!isListType(type)) return convertScalar(value, type)
  const items = value.kind === 'list' ? value.items : [value]
  const readings = items.map((item) => convertScalar(item, scalarOf(type)))
  const fault = readings.find((reading) => 'expected' in reading)
  if (fault) return fault
  const { line, column } = value
  const converted = readings.flatMap((reading) => ('value' in reading ? [reading.value] : []))
  return { value: { line, column, kind: 'list', items: converted } }
}

function isListType(type: string): boolean {
  return type.endsWith('[]') || type.startsWith('Collection')
}

function scalarOf(type: string): string {
  if (type === 'Collection') return 'String'
  return /^(?:(\w+)(?:\[\])?|Collection<(\w+)>)$/.exec(type)?.slice(1).find(Boolean) ?? type
}

function convertScalar(value: LocatedJson, type: string): TypedReading {
  if (value.kind === 'list') return { expected: `a single value, as ${type} is` }
  if (value.kind === 'object') return { expected: 'a text, a number, true or false' }
  const { line, column } = value
  const text = String(value.value)
  if (type === 'String' || type === 'Character') {
    return { value: { line, column, kind: 'text', value: text } }
  }
  if (type === 'Boolean') {
    if (!/^(?:true|false)$/i.test(text)) return { expected: 'true or false' }
    return { value: { line, column, kind: 'other', value: text.toLowerCase() === 'true' } }
  }
  const isFraction = type === 'Float' || type === 'Double'
  const isNumber = isFraction ? /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i : /^-?\d+$/
  if (!isNumber.test(text)) return { expected: isFraction ? 'a number' : 'a whole number' }
  return { value: { line, column, kind: 'other', value: Number(text) } }
}
