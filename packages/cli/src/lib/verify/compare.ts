import type { ExchangeResponse } from './contract.ts'
import { findDeviations, isRecord, isWord, type Deviation, type Step } from './shape.ts'

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
  const shape = createShapeReader(options)
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
  const shape = createShapeReader({ values, isContent: false })
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

interface ShapeReader {
  compare(value: unknown, shape: unknown, at: string): readonly Difference[]
}

function createShapeReader({
  values,
  isContent,
}: {
  readonly values: Readonly<Record<string, string>>
  readonly isContent: boolean
}): ShapeReader {
  const isSame = (found: unknown, literal: unknown): boolean => {
    const wanted = typeof literal === 'string' ? fill(literal, values) : literal
    // The text of an organization's own content is not the contract's.
    return found === wanted || (isContent && sameForm(kindOf(wanted), kindOf(found)))
  }
  return {
    compare: (value, shape, at) => {
      const all = findDeviations(value, shape, isSame).map((deviation) => ({
        at: at + deviation.path.map(nameStep).join(''),
        ...describeDeviation(deviation),
      }))
      // Each item of a list may have the same.
      return all.filter(
        (one, index) =>
          all.findIndex((other) => other.at === one.at && other.found === one.found) === index,
      )
    },
  }
}

/** The name of a member that the contract does not have could be a user's, so it is not told. */
function nameStep(step: Step): string {
  if (typeof step === 'number') return '[]'
  return typeof step === 'string' ? `.${step}` : '.(another member)'
}

function describeDeviation({ kind, shape, value }: Deviation): Omit<Difference, 'at'> {
  const found = kindOf(value)
  if (kind === 'empty') return { expected: 'a list with items', found: emptyList }
  if (kind === 'unexpected') return { expected: 'nothing', found }
  const isOther = kind === 'other' && !isWord(shape) && kindOf(shape) === found
  return { expected: describeShape(shape), found: isOther ? `another ${found}` : found }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
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
  if (Array.isArray(shape)) return 'a list'
  if (isRecord(shape)) return 'an object'
  return isWord(shape) ? shape : (JSON.stringify(shape) ?? 'nothing')
}
