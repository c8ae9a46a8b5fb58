import { findClosest } from './closest.ts'
import type { Variables } from './facts.ts'
import type { LocatedJson } from './located-json.ts'
import { convertToType, isOsgiType, scalarTypes } from './osgi-type.ts'
import type { Position } from './position.ts'

/** A text with its variables filled in, or what keeps it from being known. */
export type Interpolation =
  | { readonly value: LocatedJson }
  | { readonly unknownVariable: string }
  | { readonly fault: string; readonly remedy: string }

/**
 * Fills `$[env:NAME;default=…;type=…]` into a text. A variable that is not among those given has its
 * default; the values of secrets are never given.
 *
 * @see https://github.com/apache/felix-dev/blob/master/configadmin-plugins/interpolation/README.md
 */
export function interpolate(
  text: LocatedJson & { kind: 'text' },
  variables: Variables,
): Interpolation {
  const placeholders = [...text.value.matchAll(placeholder)]
  if (placeholders.length === 0) return findUnclosed(text.value) ?? { value: text }

  const readings = placeholders.map(([, source = '', rest = '']) =>
    readPlaceholder(source, rest, variables),
  )
  for (const reading of readings) if (!('found' in reading)) return reading
  const found = readings.flatMap((reading) => ('found' in reading ? [reading] : []))

  const [first] = found
  if (first && placeholders[0]?.[0] === text.value) return convert(first, text)
  let index = 0
  const value = text.value.replace(placeholder, () => found[index++]?.found ?? '')
  return { value: { ...text, value } }
}

const placeholder = /(?<!\\)\$\[(\w+):((?:[^[\]]|\[[^[\]]*\])*)\]/g
const sources = ['env', 'secret', 'prop']
const directives = ['default', 'type', 'delimiter']

interface Found {
  readonly name: string
  readonly found: string
  readonly type: string | undefined
  readonly delimiter: string | undefined
}

function readPlaceholder(
  source: string,
  rest: string,
  variables: Variables,
): Found | Exclude<Interpolation, { value: LocatedJson }> {
  const [name = '', ...parts] = rest.split(';')
  const whole = `$[${source}:${name}]`
  if (!sources.includes(source)) {
    return {
      fault: `has ${whole}, but there are no variables of the kind ${source}`,
      remedy: `Write $[${findClosest(source, sources) ?? 'env'}:${name}].`,
    }
  }
  if (!/^[\w.-]+$/.test(name)) {
    return {
      fault: `has ${whole}, whose name is not made of letters, digits and underscores`,
      remedy: 'Write the name of the variable as Cloud Manager shows it.',
    }
  }
  const options = new Map(parts.map(splitAtEquals))
  for (const option of options.keys()) {
    if (directives.includes(option)) continue
    const meant = findClosest(option, directives)
    return {
      fault: `has the option ${option} in ${whole}, which OSGi does not know`,
      remedy: `Write ${meant ?? `one of ${directives.join(', ')}`}.`,
    }
  }
  const type = options.get('type')
  if (type !== undefined && !isOsgiType(type)) {
    return {
      fault: `has the type ${type} in ${whole}, which OSGi does not know`,
      remedy: `Write ${suggestType(type)}.`,
    }
  }
  const given = source === 'env' ? variables[name] : undefined
  const found = given ?? options.get('default')
  if (found === undefined) return { unknownVariable: whole }
  return { name: whole, found, type, delimiter: options.get('delimiter') }
}

/** The type that was meant, or the types there are. */
export function suggestType(type: string): string {
  const [, scalar = type, suffix = ''] = /^(\w+)(\[\])?$/.exec(type) ?? []
  const same = scalarTypes.find((known) => known.toLowerCase() === scalar.toLowerCase())
  const meant = same ?? findClosest(scalar, scalarTypes)
  return meant
    ? `${meant}${suffix}`
    : `one of ${scalarTypes.join(', ')}, or a list such as String[]`
}

function convert({ name, found, type, delimiter }: Found, position: Position): Interpolation {
  const { line, column } = position
  const asText = (value: string): LocatedJson => ({ line, column, kind: 'text', value })
  if (type === undefined) return { value: asText(found) }
  const parts = delimiter ? found.split(delimiter) : [found]
  const isList = type.endsWith('[]')
  const reading = convertToType(
    isList ? { line, column, kind: 'list', items: parts.map(asText) } : asText(found),
    type,
  )
  if ('value' in reading) return reading
  return {
    fault: `has ${name}, whose value is not ${reading.expected}, as its type ${type} demands`,
    remedy: `Write ${reading.expected}, or another type.`,
  }
}

function findUnclosed(text: string): Interpolation | undefined {
  if (!/(?<!\\)\$\[(?:env|secret|prop)\b/.test(text)) return undefined
  return {
    fault: 'has a variable that is not complete',
    remedy: 'Write it as $[env:NAME], or $[env:NAME;default=value].',
  }
}

function splitAtEquals(part: string): [string, string] {
  const [name = '', ...value] = part.split('=')
  return [name.trim(), value.join('=')]
}
