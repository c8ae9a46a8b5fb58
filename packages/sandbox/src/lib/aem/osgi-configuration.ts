import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'
import { parseCommentedObject, type JsonMember } from '../wire/commented-json.ts'
import { fillPlaceholders, type OsgiVariables } from './osgi-placeholders.ts'

/** A configuration file of OSGi, read: each property once, under its name without its type. */
export interface OsgiConfiguration {
  readonly file: string
  readonly properties: ReadonlyMap<string, OsgiProperty>
}

/** A property as the file has it. */
export interface OsgiProperty {
  readonly value: unknown
  readonly line: number
}

/**
 * Reads a `.cfg.json` as OSGi's Configurator and AEM do: comments, a type behind the name (`maxage:Integer`,
 * `alloworigin:String[]`), and placeholders for variables in texts. Names that begin with a colon are the
 * Configurator's own and say nothing to the component.
 *
 * @see https://docs.osgi.org/specification/osgi.cmpn/8.1.0/service.configurator.html
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/deploying/configuring-osgi
 * @throws {@link SandboxError} `invalid_configuration`, naming file and line.
 */
export function parseOsgiConfiguration(
  file: string,
  text: string,
  variables: OsgiVariables = {},
): OsgiConfiguration {
  const properties = new Map<string, OsgiProperty>()
  for (const member of parseCommentedObject(file, text)) {
    if (member.name.startsWith(':')) continue
    const [name, type] = splitName(file, member)
    const before = properties.get(name)
    if (before !== undefined) {
      throw refuse(file, member.line, `${name} stands in line ${before.line} too; leave one out`)
    }
    const value = fillPlaceholders(member.value, variables, (flaw) =>
      refuse(file, member.line, `${name}: ${flaw}`),
    )
    properties.set(name, { value: convert(file, member, type, value), line: member.line })
  }
  return { file, properties }
}

/** The error of one line of a configuration file. */
export function refuse(file: string, line: number, flaw: string): SandboxError {
  return invalidConfiguration(`${file}, line ${line}: ${flaw}.`)
}

const scalarType =
  /^(?:String|Integer|Long|Float|Double|Byte|Short|Character|Boolean|int|long|float|double|byte|short|char|boolean)$/

function splitName(file: string, { name, line }: JsonMember): readonly [string, string?] {
  const [, property = name, type] = /^(.*?):([^:]*)$/.exec(name) ?? []
  if (type === undefined) return [name]
  const [, element = type] = /^(?:Collection<(.*)>|(.*)\[\])$/.exec(type)?.filter(Boolean) ?? []
  if (scalarType.test(element)) return [property, type]
  const known = 'String, Integer, Long, Double, Boolean, each also with [] behind it'
  throw refuse(file, line, `${property} has the unknown type ${JSON.stringify(type)}; use ${known}`)
}

/** The value as the type behind its name has it; a value without a type stays as it is. */
function convert(
  file: string,
  { name, line }: JsonMember,
  type: string | undefined,
  value: unknown,
): unknown {
  if (type === undefined) return value
  const isList = type.endsWith(']') || type.endsWith('>')
  const element = type.replace(/^Collection<|>$|\[\]$/g, '')
  const items = Array.isArray(value) ? value : [value]
  if (!isList && Array.isArray(value) && items.length !== 1) {
    throw refuse(file, line, `${name} is one value, and a list stands here; give one`)
  }
  const converted = items.map((item) => {
    const result = convertOne(element, item)
    if (result !== undefined) return result
    throw refuse(
      file,
      line,
      `${name}: ${JSON.stringify(item)} is not of type ${element}; correct it`,
    )
  })
  return isList ? converted : converted[0]
}

function convertOne(type: string, value: unknown): unknown {
  if (type === 'String' || type.toLowerCase().startsWith('char')) return String(value)
  if (type.toLowerCase() === 'boolean') {
    const text = String(value).toLowerCase()
    return text === 'true' || text === 'false' ? text === 'true' : undefined
  }
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  const isWhole = !/^(?:float|double)$/i.test(type)
  return Number.isFinite(number) && (!isWhole || Number.isInteger(number)) ? number : undefined
}
