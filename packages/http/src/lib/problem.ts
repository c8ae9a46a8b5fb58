import { isJsonObject } from './json-fields.ts'

/**
 * What a service said about a failure, such as `title` and `detail` or OAuth's `error`: the plain
 * members of its JSON answer, cut to a size that fits a log.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3.1
 */
export type Problem = Readonly<Record<string, string | number | boolean | undefined>>

const maxMembers = 20
const maxCharacters = 300

/** Reads the plain members of a JSON object; anything else is `undefined`. */
export function parseProblem(text: string): Problem | undefined {
  const json = jsonOrUndefined(text)
  if (!isJsonObject(json)) return undefined
  const problem: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(json).slice(0, maxMembers)) {
    if (typeof value === 'string') problem[name] = quoteText(value)
    if (typeof value === 'number' || typeof value === 'boolean') problem[name] = value
  }
  return problem
}

/**
 * Makes the text of a service fit for a message: short, on one line, and without anything that looks
 * like a token, since some services quote what they refuse.
 */
export function quoteText(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\w.~+-]{40,}/g, '…')
    .slice(0, maxCharacters)
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
