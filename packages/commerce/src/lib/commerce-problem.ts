import { isJsonObject, quoteText } from '@mudbrick/http/internal'

/**
 * What Commerce says about a failure.
 *
 * @see https://developer.adobe.com/commerce/webapi/get-started/gs-web-api-response/
 */
export type CommerceProblem = {
  /** What is wrong, with the placeholders filled in. */
  readonly message: string | undefined
  /** Names the kind of failure by a number, where Commerce does. */
  readonly code: number | undefined
}

/** A problem, with those of its members that are lists or objects. */
export interface ParsedProblem {
  readonly problem: CommerceProblem
  /** The right that is missing: only a refusal for want of one names `resources`. */
  readonly resource: string | undefined
  /** What else is wrong, where it is several things. */
  readonly errors: readonly string[]
}

/** Reads what Commerce says from a body; anything but a JSON object is `undefined`. */
export function parseCommerceProblem(text: string): ParsedProblem | undefined {
  const body = parse(text)
  if (!isJsonObject(body)) return undefined
  const { code, errors, parameters } = body
  const resources = isJsonObject(parameters) ? parameters['resources'] : undefined
  return {
    problem: {
      message: readMessage(body),
      code: typeof code === 'number' ? code : undefined,
    },
    resource: resources ? quoteText(toText(resources)) : undefined,
    errors: (Array.isArray(errors) ? errors : [])
      .slice(0, maxErrors)
      .flatMap((error) => readMessage(error) ?? []),
  }
}

/** More of them do not fit a log. */
const maxErrors = 20

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readMessage(said: unknown): string | undefined {
  if (!isJsonObject(said) || typeof said['message'] !== 'string') return undefined
  return quoteText(fillPlaceholders(said['message'], said['parameters']))
}

/** Placeholders are `%name`, or `%1` for the first of a list. */
function fillPlaceholders(message: string, parameters: unknown): string {
  const values = new Map<string, unknown>(
    Array.isArray(parameters)
      ? parameters.map((value, index) => [String(index + 1), value])
      : Object.entries(isJsonObject(parameters) ? parameters : {}),
  )
  // The longest first: another may begin like it.
  const names = [...values.keys()].toSorted((one, other) => other.length - one.length)
  return message.replace(/%(\w+)/g, (placeholder, word: string) => {
    const name = names.find((candidate) => word.startsWith(candidate))
    return name ? toText(values.get(name)) + word.slice(name.length) : placeholder
  })
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(', ')
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
