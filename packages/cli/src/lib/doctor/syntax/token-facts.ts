import type { SourceFact } from '@mudbrick/doctor'

import { placeOf } from './sign-in-facts.ts'
import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some, walk } from './syntax-tree.ts'
import { readText, type Surroundings } from './written-text.ts'

/** How a file keeps tokens, counts their time, and makes what has to be random. */
export function readTokenFacts(
  file: SourceFile,
  surroundings: Surroundings,
): readonly SourceFact[] {
  const facts: SourceFact[] = []
  const lifetimes = findLifetimeNames(file)
  const isOfSignIn = some(file.program, (node) =>
    /^(?:client_?id|authority)$/i.test(keyOf(node) ?? ''),
  )
  let readsExpiry = false
  walk(file.program, (node, around) => {
    const place = (): ReturnType<typeof placeOf> => placeOf(node, file)
    if (keepsToken(node, file, surroundings) || (isOfSignIn && isStore(node, around))) {
      facts.push({ kind: 'token-kept', storage: 'localStorage', ...place() })
    }
    const form = readSecret(node, around, file, surroundings)
    if (form) facts.push({ kind: 'secret', form, ...place() })
    const random = readWeakRandom(node, around, file)
    if (random !== undefined) facts.push({ kind: 'weak-random', name: random, ...place() })
    const library = readHandmadeChallenge(node, around, file)
    if (library !== undefined) facts.push({ kind: 'handmade-challenge', library, ...place() })
    const expression = readExpiry(node, around, lifetimes, file)
    if (expression) facts.push({ kind: 'expiry', expression, ...place() })
    if (isStatusText(node)) facts.push({ kind: 'status-text', ...place() })
    readsExpiry ||= /^expires?_?(?:in|at|d)$/i.test(nameOf(node) ?? keyOf(node) ?? '')
  })
  if (readsExpiry) facts.push({ kind: 'reads-expiry', ...placeOf(file.program, file) })
  return facts
}

const tokenName = /^(?:access|refresh|id|bearer|ims)?_?token$/i
const tokenKey = /(?<!csrf.?|xsrf.?|device.?|push.?)token$/i

function keepsToken(node: Node, file: SourceFile, surroundings: Surroundings): boolean {
  if (node.type === 'CallExpression') {
    const callee = pathOf(nodeAt(node, 'callee')) ?? ''
    if (!/^(?:window\.|globalThis\.)?localStorage\.setItem$/.test(callee)) return false
    const [key, value] = nodesAt(node, 'arguments')
    return isTokenKey(key, file, surroundings) || (value !== undefined && mentionsToken(value))
  }
  if (node.type !== 'AssignmentExpression') return false
  const left = nodeAt(node, 'left')
  const object = pathOf(nodeAt(left, 'object')) ?? ''
  return /^(?:window\.)?localStorage$/.test(object) && tokenKey.test(nameOf(left) ?? '')
}

function isTokenKey(key: Node | undefined, file: SourceFile, surroundings: Surroundings): boolean {
  if (!key) return false
  return tokenKey.test(readText(key, file, surroundings)) || tokenKey.test(nameOf(key) ?? '')
}

function mentionsToken(value: Node): boolean {
  return some(value, (node) => node.type !== 'Literal' && tokenName.test(nameOf(node) ?? ''))
}

/** A library of sign-in that is given localStorage to keep its users in. */
function isStore(node: Node, around: readonly Node[]): boolean {
  const key = keyOf(node) ?? ''
  if (around.some((outer) => keyOf(outer) === 'stateStore')) return false
  const value = nodeAt(node, 'value')
  if (key === 'cacheLocation') return /^localstorage$/i.test(nameOf(value) ?? '')
  return (
    /^(?:store|storage|userStore|tokenStorage|tokenStore)$/.test(key) &&
    /^(?:window\.|globalThis\.)?localStorage$/.test(pathOf(value) ?? '')
  )
}

function readSecret(
  node: Node,
  around: readonly Node[],
  file: SourceFile,
  surroundings: Surroundings,
): 'parameter' | 'value' | undefined {
  if (node.type === 'Property' && around.at(-1)?.type === 'ObjectExpression') {
    const value = nodeAt(node, 'value')
    return /^client_?secret$/i.test(keyOf(node) ?? '') && isGivenSecret(value, file, surroundings)
      ? 'parameter'
      : undefined
  }
  if (
    node.type === 'CallExpression' &&
    /^(?:set|append)$/.test(nameOf(nodeAt(node, 'callee')) ?? '')
  ) {
    const [key, value] = nodesAt(node, 'arguments')
    return /^client_?secret$/i.test(nameOf(key) ?? '') && isGivenSecret(value, file, surroundings)
      ? 'parameter'
      : undefined
  }
  if (node.type !== 'Literal' || !/^p8e-[\w-]{8,}$/.test(nameOf(node) ?? '')) return undefined
  return /^client_?secret$/i.test(keyOf(around.at(-1) ?? node) ?? '') ? undefined : 'value'
}

/** A text, or a variable of the environment; a parameter of a function may be anything. */
function isGivenSecret(
  value: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
): boolean {
  if (!value) return false
  return (
    readText(value, file, surroundings).replaceAll('{}', '') !== '' ||
    /(?:process|import\.meta)\.env\./.test(pathOf(value) ?? '')
  )
}

const unguessable = /verifier|challenge|nonce|pkce|^(?:oauth|auth)?_?state$/i

function readWeakRandom(node: Node, around: readonly Node[], file: SourceFile): string | undefined {
  if (node.type !== 'CallExpression' || pathOf(nodeAt(node, 'callee')) !== 'Math.random') {
    return undefined
  }
  const names = around.flatMap((outer) => namesGivenBy(outer))
  return names.find((name) => unguessable.test(name)) ?? findUseOf(names, file)
}

function namesGivenBy(node: Node): readonly string[] {
  const target =
    nodeAt(node, 'id') ?? (/Assignment/.test(node.type) ? nodeAt(node, 'left') : undefined)
  const name = nameOf(target) ?? keyOf(node)
  return name === undefined ? [] : [name]
}

/** What is made by a function of one of these names. */
function findUseOf(names: readonly string[], file: SourceFile): string | undefined {
  const made = [...file.constants].find(([name, value]) => {
    const callee = nameOf(nodeAt(value, 'callee')) ?? ''
    return unguessable.test(name) && names.includes(callee)
  })
  return made?.[0]
}

function readHandmadeChallenge(
  node: Node,
  around: readonly Node[],
  file: SourceFile,
): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = nodeAt(node, 'callee')
  if (!/^sha_?256$/i.test(nameOf(callee) ?? '')) return undefined
  const names = [
    ...around.flatMap(namesGivenBy),
    ...nodesAt(node, 'arguments').map((argument) => nameOf(argument) ?? ''),
  ]
  if (!names.some((name) => /verifier|challenge/i.test(name))) return undefined
  const [root = ''] = (pathOf(callee) ?? '').split('.')
  return file.imports.get(root)?.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1') ?? root
}

/** `expires_in`, and the names that it is taken apart into. */
function findLifetimeNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set(['expires_in'])
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

function readExpiry(
  node: Node,
  around: readonly Node[],
  lifetimes: ReadonlySet<string>,
  file: SourceFile,
): 'added' | 'divided' | undefined {
  if (node.type !== 'BinaryExpression') return undefined
  const [left, right] = [nodeAt(node, 'left'), nodeAt(node, 'right')]
  if (!left || !right) return undefined
  if (node['operator'] === '/') {
    return isLifetime(left, lifetimes) && right['value'] === 1000 ? 'divided' : undefined
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

function isStatusText(node: Node): boolean {
  if (node.type !== 'NewExpression' || !(nameOf(nodeAt(node, 'callee')) ?? '').endsWith('Error')) {
    return false
  }
  return nodesAt(node, 'arguments').some((argument) =>
    some(argument, (part) => part.type === 'MemberExpression' && nameOf(part) === 'statusText'),
  )
}
