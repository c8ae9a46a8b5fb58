import { parseSync } from 'oxc-parser'

import { nestsTooDeep } from './nesting.ts'
import { type Exports, isModule, readExports, readImport, readRequire } from './imports.ts'
import { isNode, keyOf, type Node, nameOf, nodeAt, nodesAt, textAt, walk } from './syntax-tree.ts'
import { findWhereItRuns } from './where-it-runs.ts'

/** A file of source with what its readers ask about most. */
export interface SourceFile {
  readonly file: string
  readonly text: string
  readonly program: Node
  readonly runsIn: 'page' | 'server' | 'unknown'
  /** Modules by the local names that they are imported as. */
  readonly imports: ReadonlyMap<string, string>
  /** What is imported, by the local name; `*` is all that a module exports. */
  readonly importedNames: ReadonlyMap<string, string>
  /** What other files can import from this one. */
  readonly exports: Exports
  /** Whether its names are its own; those of a plain script are those of the page. */
  readonly isModule: boolean
  /** What the parameters of a function stand for in one call of it. */
  readonly bound?: ReadonlyMap<string, Found>
  /** The values that names are given, by name. */
  readonly constants: ReadonlyMap<string, Node>
  /** Functions by name. */
  readonly functions: ReadonlyMap<string, Node>
  /** Every string and template of the file. */
  readonly texts: readonly Node[]
}

/** A node and the file that it stands in, which tells what its names mean. */
export interface Found {
  readonly node: Node
  readonly file: SourceFile
}

/** A file that cannot be parsed, and why. */
export interface Unparsed {
  readonly file: string
  readonly reason: string
}

/** Parses a file; one with an error of syntax is told by its line. */
export function parseSourceFile(
  file: string,
  text: string,
  framework: string,
): SourceFile | Unparsed {
  if (nestsTooDeep(text)) return { file, reason: tooDeep }
  const { program, errors } = parseSync(parsableName(file), text)
  const [error] = errors
  if (error !== undefined || !isNode(program)) {
    const line = lineAt(text, error?.labels[0]?.start ?? 0)
    return { file, reason: `has an error of syntax at line ${line}` }
  }
  const imports = new Map<string, string>()
  const importedNames = new Map<string, string>()
  const constants = new Map<string, Node>()
  const functions = new Map<string, Node>()
  const texts: Node[] = []
  let isOfPage = false
  walk(program, (node, around) => {
    if (node.type === 'ImportDeclaration') readImport(node, imports, importedNames)
    if (node.type === 'VariableDeclarator') {
      readDeclarator(node, constants)
      readRequire(node, imports, importedNames)
      const [name, value] = [nameOf(nodeAt(node, 'id')), nodeAt(node, 'init')]
      if (name !== undefined && value && /Function/.test(value.type)) functions.set(name, value)
    }
    if (node.type === 'AssignmentExpression' && node['operator'] === '=') {
      const left = nodeAt(node, 'left')
      const isOfThis = nodeAt(left, 'object')?.type === 'ThisExpression'
      const name = isOfThis ? `this.${nameOf(left)}` : nameOf(left)
      const value = nodeAt(node, 'right')
      if (name !== undefined && value && !constants.has(name)) constants.set(name, value)
    }
    if (node.type === 'PropertyDefinition' || node.type === 'MethodDefinition') {
      const [name, value] = [keyOf(node), nodeAt(node, 'value')]
      if (name !== undefined && value) constants.set(`this.${name}`, value)
    }
    if (/^(?:ClassDeclaration|TSEnumDeclaration)$/.test(node.type)) {
      const name = nameOf(nodeAt(node, 'id'))
      if (name !== undefined) constants.set(name, node)
    }
    if (node.type === 'FunctionDeclaration') {
      const name = nameOf(nodeAt(node, 'id'))
      if (name !== undefined) functions.set(name, node)
    }
    if (node.type === 'TemplateLiteral') texts.push(node)
    if (node.type === 'BinaryExpression' && node['operator'] === '+') {
      if (around.at(-1)?.type !== 'BinaryExpression') texts.push(node)
    }
    if (node.type === 'Literal' && typeof node['value'] === 'string') texts.push(node)
    if (node.type === 'Identifier' && pageNames.has(textAt(node, 'name') ?? '')) {
      isOfPage ||= !isOnlyName(node, around.at(-1))
    }
  })
  const runsIn = findWhereItRuns(file, text, framework, isOfPage, imports)
  return {
    file,
    text,
    program,
    runsIn,
    imports,
    importedNames,
    exports: readExports(program),
    isModule: imports.size > 0 || isModule(program),
    constants,
    functions,
    texts,
  }
}

/** Why a file that nests like no hand-written one is not read. */
export const tooDeep = 'nests too deeply to be read'

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

const pageNames: ReadonlySet<string> = new Set([
  'window',
  'document',
  'localStorage',
  'sessionStorage',
])

/** A key or a member of that name is no use of the global one. */
function isOnlyName(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'MemberExpression') {
    return parent['property'] === node && parent['computed'] !== true
  }
  return parent?.type === 'Property' && parent['key'] === node && parent['shorthand'] !== true
}

/** Files of Vue and Svelte and pages hold plain scripts or TypeScript. */
function parsableName(file: string): string {
  if (/\.(?:html?|vue|svelte|astro|json)$/.test(file)) return 'script.ts'
  return file.endsWith('.js') ? 'script.jsx' : file.replace(/^.*[/\\]/, '')
}

function readDeclarator(node: Node, constants: Map<string, Node>): void {
  const [id, value] = [nodeAt(node, 'id'), nodeAt(node, 'init')]
  if (id?.type === 'ObjectPattern' && value) return takeApart(id, value, constants)
  const name = id?.type === 'Identifier' ? nameOf(id) : undefined
  if (name === undefined || !value) return
  constants.set(name, value)
}

/** `const { a } = b` is `const a = b.a`. */
function takeApart(pattern: Node, object: Node, constants: Map<string, Node>): void {
  for (const property of nodesAt(pattern, 'properties')) {
    const [key, value] = [nodeAt(property, 'key'), nodeAt(property, 'value')]
    const local = nameOf(value?.type === 'AssignmentPattern' ? nodeAt(value, 'left') : value)
    if (local === undefined || keyOf(property) === undefined || constants.has(local)) continue
    const { start, end } = property
    constants.set(local, { type: 'MemberExpression', start, end, object, property: key })
  }
}
