import type { Position } from './position.ts'

/** A JSON value that remembers where it stands. */
export type LocatedJson = Position &
  (
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'other'; readonly value: number | boolean | null }
    | { readonly kind: 'list'; readonly items: readonly LocatedJson[] }
    | { readonly kind: 'object'; readonly members: readonly LocatedMember[] }
  )

/** A name and its value; the position is that of the name. */
export interface LocatedMember extends Position {
  readonly name: string
  readonly value: LocatedJson
}

/** A value, or a problem with its position. */
export type JsonReading =
  | { readonly value: LocatedJson }
  | (Position & { readonly expected: string; readonly remedy?: string })

/**
 * Reads JSON and keeps the position of everything, which `JSON.parse` does not tell. Comments are
 * allowed, as in every OSGi configuration file.
 *
 * @see https://docs.osgi.org/specification/osgi.cmpn/7.0.0/service.configurator.html
 */
export function parseLocatedJson(text: string): JsonReading {
  const reader = new Reader(text)
  try {
    const value = reader.readValue(0)
    reader.readEnd()
    return { value }
  } catch (error) {
    if (error instanceof Unexpected) {
      const { position, expected, remedy } = error
      return { ...position, expected, ...(remedy !== undefined && { remedy }) }
    }
    throw error
  }
}

class Unexpected extends Error {
  readonly position: Position
  readonly expected: string
  readonly remedy: string | undefined

  constructor(position: Position, expected: string, remedy?: string) {
    super()
    this.position = position
    this.expected = expected
    this.remedy = remedy
  }
}

const space = /(?:[ \t\r\n]|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y
// Every character but quote, backslash and control characters, or an escape.
const string = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y
const stringBeginning = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/y
const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/** No configuration nests this deep; a file of brackets alone must not exhaust the stack. */
const deepest = 64

class Reader {
  readonly #text: string
  #offset = 0
  #counted = 0
  #line = 1
  #lineStart = 0

  constructor(text: string) {
    this.#text = text
  }

  readValue(depth: number): LocatedJson {
    this.#take(space)
    const position = this.#position()
    if (depth > deepest) throw new Unexpected(position, 'less nesting')
    if (this.#isNext('{')) {
      return {
        ...position,
        kind: 'object',
        members: this.#readItems('{}', () => this.#readMember(depth)),
      }
    }
    if (this.#isNext('[')) {
      return {
        ...position,
        kind: 'list',
        items: this.#readItems('[]', () => this.readValue(depth + 1)),
      }
    }
    if (this.#isNext('"')) return { ...position, kind: 'text', value: this.#readText() }
    const found = this.#take(literal)
    if (found === undefined) throw new Unexpected(position, 'a value')
    const value: number | boolean | null = JSON.parse(found)
    return { ...position, kind: 'other', value }
  }

  readEnd(): void {
    this.#take(space)
    if (this.#offset < this.#text.length)
      throw new Unexpected(this.#position(), 'the end of the file')
  }

  #readMember(depth: number): LocatedMember {
    const position = this.#position()
    if (!this.#isNext('"')) throw new Unexpected(position, 'a name in double quotes')
    const name = this.#readText()
    this.#take(space)
    this.#readCharacter(':', 'a colon')
    return { ...position, name, value: this.readValue(depth + 1) }
  }

  #readItems<Item>([open = '', close = '']: string, readItem: () => Item): readonly Item[] {
    this.#readCharacter(open, open)
    this.#take(space)
    if (this.#isNext(close)) return this.#finishItems([])
    const items: Item[] = []
    for (;;) {
      this.#take(space)
      items.push(readItem())
      this.#take(space)
      if (this.#isNext(close)) return this.#finishItems(items)
      this.#readCharacter(',', `a comma or ${close}`)
      this.#take(space)
      if (this.#isNext(close)) {
        const expected = open === '{' ? 'a name in double quotes' : 'a value'
        throw new Unexpected(this.#position(), expected, `Remove the comma before ${close}`)
      }
    }
  }

  #finishItems<Item>(items: readonly Item[]): readonly Item[] {
    this.#offset += 1
    return items
  }

  #readText(): string {
    const found = this.#take(string)
    if (found !== undefined) {
      const text: string = JSON.parse(found)
      return text
    }
    this.#take(stringBeginning)
    const isEscape = this.#isNext('\\')
    throw new Unexpected(
      this.#position(),
      isEscape ? 'a second backslash, or another letter after this one' : 'a closing quote',
    )
  }

  #readCharacter(character: string, expected: string): void {
    if (!this.#isNext(character)) throw new Unexpected(this.#position(), expected)
    this.#offset += 1
  }

  #isNext(character: string): boolean {
    return this.#text.startsWith(character, this.#offset)
  }

  #take(expression: RegExp): string | undefined {
    expression.lastIndex = this.#offset
    const found = expression.exec(this.#text)?.[0]
    this.#offset += found?.length ?? 0
    return found
  }

  #position(): Position {
    for (; this.#counted < this.#offset; this.#counted++) {
      if (!this.#text.startsWith('\n', this.#counted)) continue
      this.#line += 1
      this.#lineStart = this.#counted + 1
    }
    return { line: this.#line, column: this.#offset - this.#lineStart + 1 }
  }
}
