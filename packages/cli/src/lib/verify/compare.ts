import type { ExchangeResponse } from './contract.ts'

/** Where an answer departs from the contract, told by forms alone: no value of the answer is in it. */
export interface Difference {
  readonly at: string
  readonly expected: string
  readonly found: string
}

/** An answer as it came. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What the answer has against the contract. What is an organization's own is compared by its form. */
export function compare(
  answer: Answer,
  expected: ExchangeResponse,
  options: { readonly values: Readonly<Record<string, string>>; readonly isContent: boolean },
): readonly Difference[] {
  const shape = new ShapeReader(options)
  const body = readBody(answer)
  return [
    ...(answer.status === expected.status
      ? []
      : [{ at: 'status', expected: String(expected.status), found: String(answer.status) }]),
    ...Object.entries(expected.headers ?? {}).flatMap(([name, header]) =>
      shape.compare(answer.headers.get(name), header, `header ${name}`),
    ),
    ...compareLocation(answer.headers.get('location'), expected, shape),
    ...(expected.page === undefined
      ? shape.compare(body, expected.body, 'body')
      : comparePage(answer, expected.page)),
    ...(expected.item === undefined
      ? []
      : shape.compare(asRecord(body)['items'], [expected.item], 'body.items')),
    ...compareTokens(asRecord(body), expected.tokens ?? {}, shape),
  ]
}

/** A redirect that leads elsewhere shows nothing of the parameters that it would have. */
function compareLocation(
  found: string | null,
  { location, locationParameters = {}, fragmentParameters = {} }: ExchangeResponse,
  shape: ShapeReader,
): readonly Difference[] {
  if (location === undefined) return []
  const url = URL.parse(found ?? '')
  if (found === null || !url) return [{ at: 'Location', expected: location, found: 'nothing' }]
  const address = shape.compare(found.replace(/[?#].*$/s, ''), location, 'Location')
  if (address.length > 0) return [{ at: 'Location', expected: location, found: 'another address' }]
  const fragment = new URLSearchParams(url.hash.slice(1))
  return [
    ...shape.compare(Object.fromEntries(url.searchParams), locationParameters, 'Location'),
    ...shape.compare(Object.fromEntries(fragment), fragmentParameters, 'Location#'),
  ]
}

/** What an address that IMS led a browser back to has against the contract, by forms. */
export function compareCallback(
  at: URL,
  { locationParameters = {}, fragmentParameters = {}, tokens = {} }: ExchangeResponse,
  values: Readonly<Record<string, string>>,
): readonly Difference[] {
  const shape = new ShapeReader({ values, isContent: false })
  const query = Object.fromEntries(at.searchParams)
  const fragment = Object.fromEntries(new URLSearchParams(at.hash.slice(1)))
  return [
    ...shape.compare(query, locationParameters, 'Location'),
    ...shape.compare(fragment, fragmentParameters, 'Location#'),
    ...compareTokens({ ...query, ...fragment }, tokens, shape),
  ]
}

function compareTokens(
  members: Readonly<Record<string, unknown>>,
  tokens: NonNullable<ExchangeResponse['tokens']>,
  shape: ShapeReader,
): readonly Difference[] {
  return Object.entries(tokens).flatMap(([name, { header, claims }]) => {
    const [head, payload] = String(members[name]).split('.')
    return [
      ...(header === undefined ? [] : shape.compare(decode(head), header, `header of ${name}`)),
      ...(claims === undefined ? [] : shape.compare(decode(payload), claims, `claims of ${name}`)),
    ]
  })
}

/** A list without items shows nothing of their form. */
export const emptyList = 'an empty list'

class ShapeReader {
  readonly #values: Readonly<Record<string, string>>
  readonly #isContent: boolean

  constructor({
    values,
    isContent,
  }: {
    values: Readonly<Record<string, string>>
    isContent: boolean
  }) {
    this.#values = values
    this.#isContent = isContent
  }

  compare(value: unknown, shape: unknown, at: string): readonly Difference[] {
    if (typeof shape === 'string' && shape.startsWith('<')) {
      return isOfWord(value, shape) ? [] : [{ at, expected: shape, found: kindOf(value) }]
    }
    if (Array.isArray(shape)) return this.#compareItems(value, shape[0], at)
    if (isRecord(shape)) return this.#compareMembers(value, shape, at)
    return this.#compareLiteral(value, shape, at)
  }

  #compareLiteral(value: unknown, shape: unknown, at: string): readonly Difference[] {
    const wanted = typeof shape === 'string' ? this.#fill(shape) : shape
    if (value === wanted) return []
    const [expected, found] = [kindOf(wanted), kindOf(value)]
    // The text of an organization's own content is not the contract's.
    if (this.#isContent && sameForm(expected, found)) return []
    return [
      {
        at,
        expected: describeLiteral(shape),
        found: expected === found ? `another ${found}` : found,
      },
    ]
  }

  #compareItems(value: unknown, shape: unknown, at: string): readonly Difference[] {
    if (!Array.isArray(value)) return [{ at, expected: 'a list', found: kindOf(value) }]
    if (value.length === 0) return [{ at, expected: 'a list with items', found: emptyList }]
    const all = value.flatMap((item) => this.compare(item, shape, `${at}[]`))
    return all.filter(
      (one, index) =>
        all.findIndex(({ at: where, found }) => where === one.at && found === one.found) === index,
    )
  }

  /** The name of a member that the contract does not have could be a user's, so it is not told. */
  #compareMembers(
    value: unknown,
    shape: Readonly<Record<string, unknown>>,
    at: string,
  ): readonly Difference[] {
    if (!isRecord(value)) return [{ at, expected: 'an object', found: kindOf(value) }]
    const required = Object.keys(shape).filter((name) => !name.endsWith('?') && name !== '<others>')
    const missing = required
      .filter((name) => !(name in value))
      .map((name) => ({
        at: `${at}.${name}`,
        expected: describeShape(shape[name]),
        found: 'nothing',
      }))
    const others = Object.entries(value).flatMap(([name, member]) => {
      const own = shape[name] ?? shape[`${name}?`]
      if (own !== undefined) return this.compare(member, own, `${at}.${name}`)
      const other = shape['<others>']
      if (other !== undefined) return this.compare(member, other, `${at}.(another member)`)
      return [{ at: `${at}.(another member)`, expected: 'nothing', found: kindOf(member) }]
    })
    return [...missing, ...others]
  }

  #fill(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => this.#values[name] ?? whole)
  }
}

function comparePage({ headers, text }: Answer, words: string): readonly Difference[] {
  if (text.includes(words)) return []
  const type = headers.get('content-type') ?? ''
  return [
    {
      at: 'page',
      expected: `the words “${words}”`,
      found: type.includes('html') ? 'other words' : 'no page',
    },
  ]
}

function readBody({ text, headers }: Answer): unknown {
  const type = headers.get('content-type') ?? ''
  if (text === '' || type.startsWith('text/html')) return undefined
  if (!type.includes('json')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text'
  return typeof value
}

function sameForm(one: string, other: string): boolean {
  return one.replace('empty ', '') === other.replace('empty ', '')
}

/** What the contract has is public, and may be told. */
function describeShape(shape: unknown): string {
  if (typeof shape === 'string') return shape.startsWith('<') ? shape : describeLiteral(shape)
  return Array.isArray(shape) ? 'a list' : kindOf(shape)
}

function describeLiteral(shape: unknown): string {
  return shape === undefined ? 'nothing' : JSON.stringify(shape)
}

const isText = (value: unknown): value is string => typeof value === 'string'

function isOfWord(value: unknown, word: string): boolean {
  if (word.startsWith('<list of')) return Array.isArray(value)
  const test = words[word]
  return test === undefined || test(value)
}

const words: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<any>': () => true,
  '<boolean>': (value) => typeof value === 'boolean',
  '<integer>': (value) => Number.isInteger(value),
  '<number>': (value) => typeof value === 'number',
  '<string>': isText,
  '<text>': (value) => isText(value) && value !== '',
  '<digits>': (value) => isText(value) && /^\d+$/.test(value),
  '<email>': (value) => isText(value) && /^[^@\s]+@[^@\s]+$/.test(value),
  '<country>': (value) => isText(value) && /^[A-Z]{2}$/.test(value),
  '<day in ms>': (value) =>
    Number.isInteger(value) && Number(value) > 86_390_000 && Number(value) <= 86_400_000,
  '<user id>': (value) =>
    isText(value) && /^[0-9A-F]{24}@([0-9A-F]{24}|AdobeID|techacct\.adobe\.com)$/i.test(value),
  '<jwt>': (value) => isText(value) && /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{20,}$/.test(value),
  '<instant>': (value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
}
