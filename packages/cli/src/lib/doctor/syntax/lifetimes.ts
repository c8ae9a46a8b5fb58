import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some, walk } from './syntax-tree.ts'

/** `expires_in`, and the names that it is taken apart into. */
export function findLifetimeNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set(['expires_in'])
  if (!file.text.includes('expires_in')) return names
  walk(file.program, (node) => {
    if (node.type === 'Property' && keyOf(node) === 'expires_in') {
      const name = nameOf(nodeAt(node, 'value'))
      if (name !== undefined) names.add(name)
    }
  })
  for (const [name, value] of file.constants) {
    if (value.type === 'MemberExpression' && nameOf(value) === 'expires_in') names.add(name)
  }
  walk(file.program, (node) => {
    if (node.type !== 'AssignmentExpression' || node['operator'] !== '*=') return
    names.delete(nameOf(nodeAt(node, 'left')) ?? '')
  })
  return names
}

/** What is done to a lifetime. */
export function readExpiry(
  node: Node,
  around: readonly Node[],
  lifetimes: ReadonlySet<string>,
  file: SourceFile,
): 'added' | 'divided' | 'multiplied' | 'delay' | undefined {
  if (isDelay(node, around, lifetimes)) return 'delay'
  if (node.type !== 'BinaryExpression') return undefined
  const [left, right] = [nodeAt(node, 'left'), nodeAt(node, 'right')]
  if (!left || !right) return undefined
  if (node['operator'] === '/') {
    return isLifetime(left, lifetimes) && right['value'] === 1000 ? 'divided' : undefined
  }
  if (node['operator'] === '*') {
    const isThousand = [left, right].some(({ value }) => value === 1000)
    return isThousand && [left, right].some((part) => isLifetime(part, lifetimes))
      ? 'multiplied'
      : undefined
  }
  const parent = around.at(-1)
  const isInner = parent?.type === 'BinaryExpression' && parent['operator'] !== '-'
  if (node['operator'] !== '+' || isInner) return undefined
  const [now, later] = isNow(left, file) ? [left, right] : [right, left]
  if (!isNow(now, file) || !some(later, (part) => isLifetime(part, lifetimes))) return undefined
  return some(
    later,
    ({ type, operator }) => type === 'BinaryExpression' && /[*/]/.test(String(operator)),
  )
    ? undefined
    : 'added'
}

function isNow(named: Node, file: SourceFile): boolean {
  const node = file.constants.get(nameOf(named) ?? '') ?? named
  const callee = pathOf(nodeAt(node, 'callee')) ?? ''
  const isMethod = nameOf(nodeAt(node, 'callee')) === 'getTime'
  return node.type === 'CallExpression' && (callee === 'Date.now' || isMethod)
}

function isLifetime(node: Node, lifetimes: ReadonlySet<string>): boolean {
  if (node.type === 'MemberExpression') return nameOf(node) === 'expires_in'
  return node.type === 'Identifier' && lifetimes.has(nameOf(node) ?? '')
}

/** `setTimeout(renew, expires_in)`, and the `maxAge` of a cookie of Express. */
function isDelay(node: Node, around: readonly Node[], lifetimes: ReadonlySet<string>): boolean {
  if (
    node.type === 'CallExpression' &&
    /^(?:setTimeout|setInterval)$/.test(nameOf(nodeAt(node, 'callee')) ?? '')
  ) {
    const [, delay] = nodesAt(node, 'arguments')
    return delay !== undefined && countsSeconds(delay, lifetimes)
  }
  if (keyOf(node) !== 'maxAge') return false
  const call = around.at(-2)
  const [callee, value] = [nodeAt(call, 'callee'), nodeAt(node, 'value')]
  return (
    callee?.type === 'MemberExpression' &&
    nameOf(callee) === 'cookie' &&
    value !== undefined &&
    countsSeconds(value, lifetimes)
  )
}

function countsSeconds(value: Node, lifetimes: ReadonlySet<string>): boolean {
  return (
    some(value, (part) => isLifetime(part, lifetimes)) &&
    !some(value, ({ type, operator }) => type === 'BinaryExpression' && operator === '*')
  )
}
