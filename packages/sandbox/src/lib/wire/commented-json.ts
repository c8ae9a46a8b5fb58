import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'

/** A member of the outermost object, and the line of its name. */
export interface JsonMember {
  readonly name: string
  readonly value: unknown
  readonly line: number
}

/**
 * Reads a JSON object that may have comments, as OSGi's Configurator does: `//` to the end of the line and
 * `/* … *\/`. Everything else is strict: no comma too many, no name without quotes.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column, and what is expected there.
 */
export function parseCommentedObject(file: string, text: string): readonly JsonMember[] {
  const scanner = new Scanner(file, text)
  const members = scanner.readMembers(0)
  scanner.readEnd()
  return members
}

const spaceOrComment = /(?:[ \t\r\n\uFEFF]|\/\/[^\r\n]*|\/\*[^]*?\*\/)+/y
const token = /[{}[\]:,]|"(?:[ !#-[\]-\uFFFF]|\\.)*"|[^\s{}[\]:,"/]+/y
/** What is needed where no token begins, by the character there. */
const unfinished: Readonly<Record<string, string>> = {
  '"': 'a text that ends on its line',
  '/': 'a comment that ends',
}
/** No configuration nests this deep; brackets alone must not exhaust the stack. */
const deepest = 50

class Scanner {
  readonly #file: string
  readonly #text: string
  #offset = 0

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  readMembers(depth: number): readonly JsonMember[] {
    this.#expect('{', 'an opening brace {')
    return this.#readList('}', () => {
      const [offset, name] = this.#next()
      if (!name.startsWith('"')) throw this.#unexpected(offset, 'a name in double quotes')
      this.#expect(':', 'a colon')
      const value = this.#readValue(depth + 1)
      return { name: String(this.#parse(offset, name)), value, line: this.#lineAt(offset) }
    })
  }

  readEnd(): void {
    const [offset, rest] = this.#next()
    if (rest !== '') throw this.#unexpected(offset, 'the end of the file')
  }

  #readValue(depth: number): unknown {
    const [offset, start] = this.#next()
    if (depth > deepest) throw this.#unexpected(offset, 'less nesting')
    if (start === '[') return this.#readList(']', () => this.#readValue(depth + 1))
    if (start !== '{') return this.#parse(offset, start)
    this.#offset = offset
    return Object.fromEntries(this.readMembers(depth).map(({ name, value }) => [name, value]))
  }

  #readList<Item>(end: string, readItem: () => Item): readonly Item[] {
    const items: Item[] = []
    const [first, firstToken] = this.#next()
    if (firstToken === end) return items
    this.#offset = first
    for (;;) {
      items.push(readItem())
      const [offset, separator] = this.#next()
      if (separator === end) return items
      if (separator !== ',') throw this.#unexpected(offset, `a comma or ${end}`)
      const [next, following] = this.#next()
      if (following === end) throw this.#refuse(offset, `leave out this comma before ${end}`)
      this.#offset = next
    }
  }

  #expect(wanted: string, words: string): void {
    const [offset, found] = this.#next()
    if (found !== wanted) throw this.#unexpected(offset, words)
  }

  /** The next token and where it begins; the empty text at the end. */
  #next(): readonly [offset: number, token: string] {
    this.#take(spaceOrComment)
    const offset = this.#offset
    const found = this.#take(token)
    if (found === '' && offset < this.#text.length) {
      throw this.#unexpected(offset, unfinished[this.#text[offset] ?? ''] ?? 'a value')
    }
    return [offset, found]
  }

  #take(expression: RegExp): string {
    expression.lastIndex = this.#offset
    const found = expression.exec(this.#text)?.[0] ?? ''
    this.#offset += found.length
    return found
  }

  #parse(offset: number, text: string): unknown {
    try {
      const value: unknown = JSON.parse(text)
      return value
    } catch {
      const isText = text.startsWith('"')
      throw this.#unexpected(
        offset,
        isText ? 'a text whose backslashes are doubled' : 'a text in double quotes or a value',
      )
    }
  }

  #unexpected(offset: number, wanted: string): SandboxError {
    return this.#refuse(offset, `${wanted} is needed here. Correct it there`)
  }

  #refuse(offset: number, flaw: string): SandboxError {
    const column = offset - (this.#text.lastIndexOf('\n', offset - 1) + 1) + 1
    return invalidConfiguration(
      `${this.#file}, line ${this.#lineAt(offset)}, column ${column}: ${flaw}.`,
    )
  }

  #lineAt(offset: number): number {
    return this.#text.slice(0, offset).split('\n').length
  }
}
