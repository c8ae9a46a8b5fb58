/** Text that may stand in a page as it is. */
export interface Html {
  readonly html: string
}

/** A template whose values are escaped unless they are themselves `Html`. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = strings.map((string, index) => string + render(values[index]))
  return { html: parts.join('') }
}

/** What a template takes: the items of a list are written one after the other, `undefined` as nothing. */
export type HtmlValue = string | number | Html | undefined | readonly Html[]

function render(value: HtmlValue): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value))
  if ('html' in value) return value.html
  return value.map((item) => item.html).join('')
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
