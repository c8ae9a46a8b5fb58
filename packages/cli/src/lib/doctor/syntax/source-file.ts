import { parseSync } from 'oxc-parser'

import { nestsTooDeep } from './nesting.ts'
import { isNode, keyOf, type Node, nameOf, nodeAt, nodesAt, textAt, walk } from './syntax-tree.ts'

/** A file of source with what its readers ask about most. */
export interface SourceFile {
  readonly file: string
  readonly text: string
  readonly program: Node
  readonly runsIn: 'page' | 'server' | 'unknown'
  /** Modules by the local names that they are imported as. */
  readonly imports: ReadonlyMap<string, string>
  /** The values that names are given, by name. */
  readonly constants: ReadonlyMap<string, Node>
  /** Functions by name. */
  readonly functions: ReadonlyMap<string, Node>
  /** What functions give back, by the function's name. */
  readonly results: ReadonlyMap<string, Node>
  /** Every string and template of the file. */
  readonly texts: readonly Node[]
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
  const constants = new Map<string, Node>()
  const functions = new Map<string, Node>()
  const results = new Map<string, Node>()
  const texts: Node[] = []
  let isOfPage = false
  walk(program, (node, around) => {
    if (node.type === 'ImportDeclaration') readImport(node, imports)
    if (node.type === 'VariableDeclarator') {
      readDeclarator(node, constants, results)
      const [name, value] = [nameOf(nodeAt(node, 'id')), nodeAt(node, 'init')]
      if (name !== undefined && value && /Function/.test(value.type)) functions.set(name, value)
    }
    if (node.type === 'AssignmentExpression' && node['operator'] === '=') {
      const name = nameOf(nodeAt(node, 'left'))
      const value = nodeAt(node, 'right')
      if (name !== undefined && value && !constants.has(name)) constants.set(name, value)
    }
    if (node.type === 'FunctionDeclaration') {
      const name = nameOf(nodeAt(node, 'id'))
      if (name !== undefined) functions.set(name, node)
      readResult(name, node, results)
    }
    if (node.type === 'TemplateLiteral') texts.push(node)
    if (node.type === 'Literal' && typeof node['value'] === 'string') texts.push(node)
    if (node.type === 'Identifier' && pageNames.has(textAt(node, 'name') ?? '')) {
      isOfPage ||= !isOnlyName(node, around.at(-1))
    }
  })
  const runsIn = findWhereItRuns(file, text, framework, isOfPage, imports)
  return { file, text, program, runsIn, imports, constants, functions, results, texts }
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
  if (/\.(?:html?|vue|svelte)$/.test(file)) return 'script.ts'
  return file.endsWith('.js') ? 'script.jsx' : file.replace(/^.*[/\\]/, '')
}

function readImport(node: Node, imports: Map<string, string>): void {
  const source = nameOf(nodeAt(node, 'source'))
  for (const specifier of nodesAt(node, 'specifiers')) {
    const name = nameOf(nodeAt(specifier, 'local'))
    if (name !== undefined && source !== undefined) imports.set(name, source)
  }
}

function readDeclarator(
  node: Node,
  constants: Map<string, Node>,
  results: Map<string, Node>,
): void {
  const [id, value] = [nodeAt(node, 'id'), nodeAt(node, 'init')]
  const name = id?.type === 'Identifier' ? nameOf(id) : undefined
  if (name === undefined || !value) return
  constants.set(name, value)
  if (/Function/.test(value.type)) readResult(name, value, results)
}

function readResult(name: string | undefined, definition: Node, results: Map<string, Node>): void {
  if (name === undefined) return
  const body = nodeAt(definition, 'body')
  if (body && body.type !== 'BlockStatement') results.set(name, body)
  if (body?.type !== 'BlockStatement') return
  const last = nodesAt(body, 'body').findLast(({ type }) => type === 'ReturnStatement')
  const value = nodeAt(last, 'argument')
  if (value) results.set(name, value)
}

function findWhereItRuns(
  file: string,
  text: string,
  framework: string,
  usesPage: boolean,
  imports: ReadonlyMap<string, string>,
): SourceFile['runsIn'] {
  const path = `/${file.replaceAll('\\', '/')}`
  if (/\.(?:test|spec|config|setup)\.[cm]?[jt]sx?$/.test(path)) return 'server'
  if (/\/(?:public|static)\//.test(path) || /\.(?:html?|vue|svelte)$/.test(path)) return 'page'
  // Everything in this folder is built into the page.
  if (framework === 'create-react-app' && path.includes('/src/')) return 'page'
  if (framework === 'vite' && /\/src\/(?!server\/)/.test(path)) return 'page'
  if (/\/(?:api|server|functions|middleware|scripts)\//.test(path)) return 'server'
  // A page of Next runs on both sides, and says what it does where.
  if (framework === 'next' && /getServerSideProps|getStaticProps|typeof window/.test(text)) {
    return 'unknown'
  }
  if (usesPage || text.includes('import.meta.env')) return 'page'
  const modules = [...imports.values()]
  if (modules.some((name) => /^(?:node:|fs$|http$|crypto$|express$|koa$|fastify$)/.test(name))) {
    return 'server'
  }
  return /^\s*['"]use client['"]/.test(text) ? 'page' : 'unknown'
}

/** The value of a property that is written out in an object, looked up through names. */
export function findProperty(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined
  const property = nodesAt(object, 'properties').findLast((node) => keyOf(node) === name)
  return nodeAt(property, 'value')
}
