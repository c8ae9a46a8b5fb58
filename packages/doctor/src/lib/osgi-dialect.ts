/**
 * Turns the older forms of an OSGi configuration into the JSON that this package reads, line by line, so that places
 * stay what they are: `sling:OsgiConfig` in XML, and the `.config` of Apache Felix.
 */
export function toConfigurationJson(file: string, text: string): string {
  if (file.endsWith('.xml')) return fromXml(text)
  return file.endsWith('.config') ? fromFelix(text) : text
}

function fromXml(text: string): string {
  const start = text.indexOf('<jcr:root')
  const attributes = [...text.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)].filter(
    ({ index, 1: name = '' }) => index > start && !/^(?:xmlns|jcr|sling)\b/.test(name),
  )
  return writeMembers(
    text,
    attributes.map(({ index, 1: name = '', 2: value = '' }) => ({
      index,
      name,
      value: readXmlValue(unescapeXml(value)),
    })),
  )
}

/** `[a,b]`, `{Boolean}true` and plain texts; a comma inside a text is written `\\,`. */
function readXmlValue(value: string): unknown {
  const [, type, rest = value] = /^\{(\w+)\}(.*)$/s.exec(value) ?? []
  const list = /^\[(.*)\]$/s.exec(rest)?.[1]
  if (list !== undefined) {
    return list === '' ? [] : list.split(/(?<!\\),/).map((each) => each.replaceAll('\\,', ','))
  }
  if (type === 'Boolean') return rest === 'true'
  return /^(?:Long|Integer|Double)$/.test(type ?? '') ? Number(rest) : rest
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    amp: '&',
  }
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '')
}

function fromFelix(text: string): string {
  const members = [
    ...text.matchAll(/^[ \t]*([\w.-]+)\s*=\s*([A-Z]?)(\[[^\]]*\]|"(?:\\.|[^"])*")/gm),
  ]
  return writeMembers(
    text,
    members.map(({ index, 1: name = '', 2: type = '', 3: written = '' }) => {
      const texts = [...written.matchAll(/"((?:\\.|[^"])*)"/g)].map(({ 1: each = '' }) =>
        each.replaceAll(/\\(.)/g, '$1'),
      )
      const [first = ''] = texts
      const value = written.startsWith('[') ? texts : type === 'B' ? first === 'true' : first
      return { index, name, value: /^[IL]$/.test(type) ? Number(first) : value }
    }),
  )
}

function writeMembers(
  text: string,
  members: readonly { readonly index: number; readonly name: string; readonly value: unknown }[],
): string {
  let line = 1
  let json = '{'
  for (const [order, { index, name, value }] of members.entries()) {
    const wanted = text.slice(0, index).split('\n').length
    json += '\n'.repeat(Math.max(wanted - line, 0))
    line = Math.max(wanted, line)
    json += `${JSON.stringify(name)}: ${JSON.stringify(value)}${order < members.length - 1 ? ',' : ''}`
  }
  return `${json}}`
}
