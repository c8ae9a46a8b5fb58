import { findProperty, type SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, nodesAt, pathOf } from './syntax-tree.ts'

/** What names mean outside of a file: variables of the environment, and constants of other files. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly constants: ReadonlyMap<string, Node>
  /** Functions by name, each with the file that has it. */
  readonly functions: ReadonlyMap<string, { readonly node: Node; readonly file: SourceFile }>
}

/** Stands for what is known only when the program runs. */
export const unknownText = '{}'

/** The text that an expression makes, as far as it is written. */
export function readText(
  node: Node | undefined,
  file: SourceFile,
  around: Surroundings,
  depth = 0,
): string {
  if (!node || depth > 8) return unknownText
  const read = (inner: Node | undefined): string => readText(inner, file, around, depth + 1)
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? node['value'] : unknownText
    case 'TemplateLiteral':
      return readTemplate(node, read)
    case 'BinaryExpression':
      return node['operator'] === '+'
        ? read(nodeAt(node, 'left')) + read(nodeAt(node, 'right'))
        : unknownText
    case 'LogicalExpression': {
      const left = read(nodeAt(node, 'left'))
      return left === unknownText ? read(nodeAt(node, 'right')) : left
    }
    case 'NewExpression':
      return nameOf(nodeAt(node, 'callee')) === 'URL' ? readUrl(node, read) : unknownText
    case 'CallExpression':
      return readCall(node, read, file)
    case 'Identifier':
    case 'MemberExpression':
      return readName(node, file, around, read)
    default:
      return unknownText
  }
}

function readTemplate(node: Node, read: (inner: Node | undefined) => string): string {
  const expressions = nodesAt(node, 'expressions')
  return nodesAt(node, 'quasis')
    .map((quasi, index) => {
      const value = quasi['value']
      const cooked =
        typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : ''
      return index < expressions.length ? cooked + read(expressions[index]) : cooked
    })
    .join('')
}

function readUrl(node: Node, read: (inner: Node | undefined) => string): string {
  const [path, base] = nodesAt(node, 'arguments')
  return base ? read(base).replace(/\/+$/, '') + read(path) : read(path)
}

/** Methods that keep most of the text, and functions that give a text back. */
function readCall(node: Node, read: (inner: Node | undefined) => string, file: SourceFile): string {
  const callee = nodeAt(node, 'callee')
  if (callee?.type === 'Identifier') return read(file.results.get(nameOf(callee) ?? ''))
  const name = nameOf(callee) ?? ''
  return /^(?:toString|replace|replaceAll|trim|concat)$/.test(name)
    ? read(nodeAt(callee, 'object'))
    : unknownText
}

function readName(
  node: Node,
  file: SourceFile,
  around: Surroundings,
  read: (inner: Node | undefined) => string,
): string {
  const path = pathOf(node)
  if (path === undefined) return unknownText
  const variable = /^(?:process|import\.meta)\.env\.(\w+)$/.exec(path)?.[1]
  if (variable !== undefined) return around.variables[variable] ?? unknownText
  if (node.type === 'MemberExpression') {
    if (path.endsWith('.href')) return read(nodeAt(node, 'object'))
    return read(findMember(node, file, around))
  }
  const value = file.constants.get(path) ?? around.constants.get(path)
  return value === node ? unknownText : read(value)
}

/** The node that a member stands for, where its object is written out. */
export function findMember(node: Node, file: SourceFile, around: Surroundings): Node | undefined {
  const object = nodeAt(node, 'object')
  const name = nameOf(node)
  if (!object || name === undefined) return undefined
  if (object.type === 'Identifier') {
    const key = nameOf(object) ?? ''
    return findProperty(file.constants.get(key) ?? around.constants.get(key), name)
  }
  return object.type === 'MemberExpression'
    ? findProperty(findMember(object, file, around), name)
    : undefined
}

/** The node that an expression stands for, through names of the file. */
export function resolve(
  node: Node | undefined,
  file: SourceFile,
  around: Surroundings,
): Node | undefined {
  if (node?.type === 'Identifier') {
    const value = file.constants.get(nameOf(node) ?? '')
    return value && value !== node ? value : node
  }
  if (node?.type === 'MemberExpression') return findMember(node, file, around) ?? node
  return node
}
