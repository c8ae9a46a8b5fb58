import { jsonAnswer } from '../wire/answer.ts'
import { isObject } from '../wire/json-body.ts'
import type { CommerceContext } from './commerce-context.ts'

/**
 * Answers with JSON, or with those parts of it that `fields` names, such as `items[sku,name],total_count`. For
 * what is no such list of names Commerce answers with nothing at all (inferred from its published source).
 *
 * @see https://developer.adobe.com/commerce/webapi/rest/use-rest/retrieve-filtered-responses/
 */
export function answerWith({ url, hint }: CommerceContext, body: object): Response {
  const text = url.searchParams.get('fields')
  if (text === null) return jsonAnswer(body)
  const fields = parseFields(text)
  if (fields !== undefined) return jsonAnswer(pick(body, fields))
  hint('fields_malformed')
  return jsonAnswer([])
}

/** The members to keep, each with those of its own, if only some of them are. */
type Fields = ReadonlyMap<string, Fields | undefined>

function parseFields(text: string): Fields | undefined {
  const open: Map<string, Fields | undefined>[] = [new Map()]
  let newest: string | undefined
  for (const token of text.match(/\w+|\W/g) ?? ['']) {
    const fields = open.at(-1)
    if (fields === undefined) return undefined
    if (token === '[') {
      if (newest === undefined) return undefined
      const inner = new Map<string, Fields | undefined>()
      fields.set(newest, inner)
      open.push(inner)
      newest = undefined
    } else if (token === ']') {
      open.pop()
      newest = undefined
    } else if (token === ',') {
      newest = undefined
    } else if (/^\w+$/.test(token)) {
      fields.set(token, undefined)
      newest = token
    } else {
      return undefined
    }
  }
  return open.length === 1 ? open[0] : undefined
}

/** For a list, the parts of each item. */
function pick(value: unknown, fields: Fields): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pick(item, fields))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (!fields.has(name)) return []
      const inner = fields.get(name)
      return [[name, inner === undefined ? member : pick(member, inner)]]
    }),
  )
}
