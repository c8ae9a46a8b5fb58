import type { LocatedJson } from './located-json.ts'

const placeholder = /\$\[(?:env|secret|prop):[^;\]]+((?:;(?:\[\]|[^;\]])*)*)\]/g

/**
 * Tells whether a text has a placeholder for a variable or secret without a default in it. Its value is known to the
 * environment only, so nothing can be said of what it allows.
 */
export function hasUnknownValue(text: string): boolean {
  return [...text.matchAll(placeholder)].some(
    ([, directives = '']) => readDirective(directives, 'default') === undefined,
  )
}

/**
 * Puts the defaults of OSGi's placeholders, such as `$[env:SITE;default=https://example.com]`, in their place; one
 * without a default stays.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-cloud-service/content/implementing/deploying/configuring-osgi
 */
export function fillPlaceholders(json: LocatedJson): LocatedJson {
  if (json.kind === 'text') return { ...json, value: fill(json.value) }
  if (json.kind === 'list') return { ...json, items: json.items.flatMap(fillItem) }
  if (json.kind !== 'object') return json
  const members = json.members.map((member) => {
    const [first, ...others] = fillItem(member.value)
    if (first === undefined || others.length === 0) {
      return { ...member, value: fillPlaceholders(member.value) }
    }
    const { line, column } = member.value
    return { ...member, value: { line, column, kind: 'list' as const, items: [first, ...others] } }
  })
  return { ...json, members }
}

/** An item of a list, which a delimiter makes several. */
function fillItem(item: LocatedJson): readonly LocatedJson[] {
  if (item.kind !== 'text') return [fillPlaceholders(item)]
  const [whole] = [...item.value.matchAll(placeholder)]
  const delimiter = whole?.[0] === item.value && readDirective(whole[1] ?? '', 'delimiter')
  const text = fill(item.value)
  const texts = typeof delimiter === 'string' && delimiter !== '' ? text.split(delimiter) : [text]
  return texts.map((value) => ({ ...item, value }))
}

function fill(text: string): string {
  return text.replaceAll(
    placeholder,
    (found, directives: string) => readDirective(directives, 'default') ?? found,
  )
}

function readDirective(directives: string, name: string): string | undefined {
  const found = directives.split(';').find((part) => part.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}
