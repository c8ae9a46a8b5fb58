/** Values of the variables and secrets of an environment, by name, as one sets them in Cloud Manager. */
export type OsgiVariables = Readonly<Record<string, string>>

/**
 * Fills `$[env:NAME]`, `$[secret:NAME]` and `$[prop:NAME]` in texts, also with `;default=…`, `;type=…` and
 * `;delimiter=…` behind the name. A text that is nothing but one placeholder takes its type; a list takes the items.
 *
 * @param refuse Creates the error for a variable that has neither a value nor a default.
 * @see https://github.com/apache/felix-dev/tree/master/configadmin-plugins/interpolation
 */
export function fillPlaceholders(
  value: unknown,
  variables: OsgiVariables,
  refuse: (flaw: string) => Error,
): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item) => fillPlaceholders(item, variables, refuse))
  }
  if (typeof value !== 'string') return value
  const [whole] = [...value.matchAll(placeholder)]
  if (whole !== undefined && whole[0] === value) return resolve(whole, variables, refuse)
  return value.replaceAll(placeholder, (...match: string[]) =>
    String(resolve(match, variables, refuse)),
  )
}

const placeholder = /\$\[(env|secret|prop):([^;\]]+)((?:;(?:\[\]|[^;\]])*)*)\]/g

function resolve(
  [, kind = '', name = '', directives = '']: readonly string[],
  variables: OsgiVariables,
  refuse: (flaw: string) => Error,
): unknown {
  const { default: fallback, type = 'String', delimiter } = parseDirectives(directives)
  const text = Object.hasOwn(variables, name) ? variables[name] : fallback
  if (text === undefined) {
    throw refuse(
      `the ${kinds[kind] ?? 'variable'} ${name} has no value; set it, or write ;default=… behind its name`,
    )
  }
  const items = delimiter === undefined ? [text] : text.split(delimiter)
  const converted = items.map((item) => convert(item, type.replace(/\[\]$/, '')))
  return type.endsWith('[]') ? converted : converted[0]
}

const kinds: Readonly<Record<string, string>> = {
  env: 'variable',
  secret: 'secret',
  prop: 'framework property',
}

function parseDirectives(text: string): Readonly<Record<string, string>> {
  const parts = text.split(';').filter((part) => part !== '')
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...rest] = part.split('=')
      return [name.trim(), rest.join('=')]
    }),
  )
}

function convert(text: string, type: string): unknown {
  if (/^boolean$/i.test(type)) return text.toLowerCase() === 'true'
  if (/^(?:int|integer|long|short|byte|float|double)$/i.test(type)) return Number(text)
  return text
}
