import { variableOf } from './environment.ts'
import { inline, resolve, step, type Surroundings } from './names.ts'
import type { SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, nodesAt } from './syntax-tree.ts'

/** Stands for what is known only when the program runs. */
export const unknownText = '{}'

const deepest = 12

/** The text that an expression makes, as far as it is written. */
export function readText(
  node: Node | undefined,
  file: SourceFile,
  around: Surroundings,
  depth = 0,
): string {
  if (!node || depth > deepest) return unknownText
  if (node.type === 'Literal') return readLiteral(node)
  const read = (inner: Node | undefined, where = file): string =>
    readText(inner, where, around, depth + 1)
  switch (node.type) {
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
    case 'AssignmentPattern':
      return read(nodeAt(node, 'right'))
    case 'NewExpression':
      return nameOf(nodeAt(node, 'callee')) === 'URL' ? readUrl(node, read) : unknownText
    case 'CallExpression':
      return readCall(node, file, around, depth)
    case 'Identifier':
    case 'MemberExpression': {
      const variable = variableOf(node, file, around)
      if (variable) return around.variables[variable.name] ?? unknownText
      if (node.type === 'MemberExpression' && nameOf(node) === 'href')
        return read(nodeAt(node, 'object'))
      const found = step(node, file, around, depth)
      return found ? read(found.node, found.file) : unknownText
    }
    default:
      return unknownText
  }
}

function readLiteral({ value }: Node): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : unknownText
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
function readCall(node: Node, file: SourceFile, around: Surroundings, depth: number): string {
  const callee = nodeAt(node, 'callee')
  const read = (inner: Node | undefined): string => readText(inner, file, around, depth + 1)
  const name = nameOf(callee) ?? ''
  const [first] = nodesAt(node, 'arguments')
  if (/^(?:String|encodeURI|trimEnd|withoutSlash)$/.test(name) && callee?.type === 'Identifier') {
    const own = inline(node, file, around, depth)
    return own ? readText(own.node, own.file, around, depth + 1) : read(first)
  }
  if (callee?.type === 'MemberExpression') {
    if (name === 'join') {
      const list = resolve(nodeAt(callee, 'object'), file, around)
      if (list?.node.type === 'ArrayExpression') {
        const separator = first ? read(first) : ','
        return nodesAt(list.node, 'elements')
          .map((each) => readText(each, list.file, around, depth + 1))
          .join(separator)
      }
    }
    if (name === 'concat') {
      const rest = nodesAt(node, 'arguments').map(read)
      return [read(nodeAt(callee, 'object')), ...rest].join('')
    }
    if (/^(?:replace|replaceAll)$/.test(name) && trimsSlash(node)) {
      return read(nodeAt(callee, 'object')).replace(/\/+$/, '')
    }
    if (/^(?:toString|replace|replaceAll|trim|trimEnd)$/.test(name)) {
      return read(nodeAt(callee, 'object'))
    }
  }
  const variable = variableOf(node, file, around)
  if (variable) return around.variables[variable.name] ?? unknownText
  const found = inline(node, file, around, depth)
  return found ? readText(found.node, found.file, around, depth + 1) : unknownText
}

/** `host.replace(/\/+$/, '')` */
export function trimsSlash(call: Node): boolean {
  const [pattern] = nodesAt(call, 'arguments')
  const regex = pattern?.['regex']
  const source =
    typeof regex === 'object' && regex !== null && 'pattern' in regex ? String(regex.pattern) : ''
  return /^(?:\(\?:)?\[?\\?\/\]?[+*]?\)?[+*]?\$$/.test(source)
}
