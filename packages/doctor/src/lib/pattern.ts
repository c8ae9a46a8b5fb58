import { RE2JS } from 're2js'

/** A configured regular expression. */
export interface Pattern {
  /** As it was configured. */
  readonly source: string
  /** Tells whether the whole text matches. */
  readonly matches: (text: string) => boolean
}

/** A pattern, or why it cannot be judged. */
export type PatternReading = { readonly pattern: Pattern } | { readonly fault: string }

/** Reads a regular expression; takes time in proportion to the text, whatever the expression. */
export function parsePattern(source: string): PatternReading {
  if (/(?<!\\)\(\?<?[=!]/.test(source)) {
    return { fault: 'looks around, which cannot be judged: leave out look-ahead and look-behind' }
  }
  try {
    const compiled = RE2JS.compile(source)
    return { pattern: { source, matches: (text) => compiled.matches(text) } }
  } catch (error) {
    return { fault: `is not a regular expression (${describe(error)})` }
  }
}

/**
 * Reads a redirect URI pattern. The Developer Console asks for two backslashes before a dot, and one
 * is read the same.
 */
export function parseRedirectUriPattern(source: string): PatternReading {
  const reading = parsePattern(source.replaceAll('\\\\.', '\\.'))
  if (!('pattern' in reading)) return reading
  return { pattern: { source, matches: reading.pattern.matches } }
}

/** The redirect URI patterns that can be judged. */
export function readRedirectUriPatterns(sources: readonly string[]): readonly Pattern[] {
  return sources.flatMap((source) => {
    const reading = parseRedirectUriPattern(source)
    return 'pattern' in reading ? [reading.pattern] : []
  })
}

/** The patterns among the readings. */
export function readPatterns(sources: readonly string[]): readonly Pattern[] {
  return sources.flatMap((source) => {
    const reading = parsePattern(source)
    return 'pattern' in reading ? [reading.pattern] : []
  })
}

/**
 * Finds whether a dot of the host was meant as a dot but stands for any character. A dot with a
 * quantifier, such as `.*`, was meant as a wildcard.
 */
export function hasUnescapedDot(source: string): boolean {
  return /(?<!\\)\.(?![*+?{])/.test(withoutClasses(source))
}

/** The pattern with its unescaped dots escaped. */
export function escapeDots(source: string): string {
  return source.replaceAll(/(\[(?:\\.|[^\]])*\])|(?<!\\)\.(?![*+?{])/g, (found, group) =>
    group === undefined ? '\\.' : found,
  )
}

/** The pattern with every dot that stands for a dot written as the Developer Console asks, after two backslashes. */
export function escapeDotsForConsole(source: string): string {
  return escapeDots(source).replaceAll(/\\+\./g, '\\\\.')
}

/** A text that a plain pattern matches, where one can be told: what may be anything is 3000. */
export function sampleOf(source: string): string {
  return source
    .replaceAll(/\((?:\?:)?([^()|]*)[^()]*\)[?*]?/g, '$1')
    .replaceAll(/\\d\+|\.[*+]|\[[^\]]*\][*+]?/g, '3000')
    .replaceAll('\\', '')
    .replaceAll(/[\^$?]/g, '')
}

/** Tells whether a pattern matches texts of any length, or of any characters. */
export function hasWildcard(source: string): boolean {
  return /(?<!\\)(?:[*+[]|\.[?{])|\\[dwDWsS]/.test(source)
}

/** The part of a pattern of URLs that stands for scheme, host and port. */
export function originOf(source: string): string {
  return /^[^/]*\/\/(?:\[[^\]]*\]|[^/?#])*/.exec(source)?.[0] ?? source
}

function withoutClasses(source: string): string {
  return source.replaceAll(/(?<!\\)\[(?:\\.|[^\]])*\]/g, '')
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable'
  return message.replace(/^error parsing regexp: /, '').replace(/: `[^`]*`$/, '')
}
