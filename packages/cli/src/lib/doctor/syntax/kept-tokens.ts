import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some } from './syntax-tree.ts'
import { calledFunction, resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'

const tokenName = /^(?:access|refresh|id|bearer|ims)?_?token$/i
const tokenKey =
  /(?<!csrf.?|xsrf.?|device.?|push.?|theme.?|design.?|style.?|color.?|colour.?)token$/i

/** Whether a node puts a token into `localStorage`, or calls what does. */
export function keepsToken(node: Node, file: SourceFile, surroundings: Surroundings): boolean {
  if (node.type === 'CallExpression') {
    const [key, value] = nodesAt(node, 'arguments')
    if (isLocalStorage(nodeAt(node, 'callee'), 'setItem', file, surroundings)) {
      return isTokenKey(key, file, surroundings) || mentionsToken(value, file, surroundings)
    }
    if (isKeptByLibrary(node, file, surroundings)) return true
    return keepsTokenByWrapper(node, file, surroundings)
  }
  if (node.type !== 'AssignmentExpression') return false
  const left = nodeAt(node, 'left')
  if (left?.type !== 'MemberExpression') return false
  if (!isStorage(nodeAt(left, 'object'), file, surroundings)) return false
  const property = nodeAt(left, 'property')
  const name = left['computed'] === true ? readText(property, file, surroundings) : nameOf(left)
  return tokenKey.test(name ?? '') || mentionsToken(nodeAt(node, 'right'), file, surroundings)
}

/** `localStorage` itself, or a name for it. */
function isStorage(node: Node | undefined, file: SourceFile, around: Surroundings): boolean {
  const path = /^(?:(?:window|globalThis|self)\.)?localStorage$/
  if (path.test(pathOf(node) ?? '')) return true
  const found = node && resolve(node, file, around)
  return found !== undefined && found.node !== node && path.test(pathOf(found.node) ?? '')
}

function isLocalStorage(
  callee: Node | undefined,
  method: string,
  file: SourceFile,
  surroundings: Surroundings,
): boolean {
  return (
    callee?.type === 'MemberExpression' &&
    nameOf(callee) === method &&
    isStorage(nodeAt(callee, 'object'), file, surroundings)
  )
}

/** A function of the project that puts what it is given into `localStorage`. */
function keepsTokenByWrapper(call: Node, file: SourceFile, surroundings: Surroundings): boolean {
  const given = nodesAt(call, 'arguments')
  if (
    !given.some(
      (each) => isTokenKey(each, file, surroundings) || mentionsToken(each, file, surroundings),
    )
  )
    return false
  const called = calledFunction(call, file, surroundings)
  if (!called) return false
  // Where the function's own text tells that it is a token, the function itself is found.
  return some(called.node, (inner) => {
    if (!isLocalStorage(nodeAt(inner, 'callee'), 'setItem', called.file, surroundings)) return false
    return !nodesAt(inner, 'arguments').some(
      (each) =>
        (each.type === 'Literal' && tokenKey.test(nameOf(each) ?? '')) ||
        mentionsToken(each, called.file, { ...surroundings, shared: new Map() }, true),
    )
  })
}

function isTokenKey(key: Node | undefined, file: SourceFile, surroundings: Surroundings): boolean {
  if (!key) return false
  return tokenKey.test(readText(key, file, surroundings)) || tokenKey.test(nameOf(key) ?? '')
}

function mentionsToken(
  value: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
  isNarrow = false,
): boolean {
  if (!value) return false
  if (some(value, isNamedToken)) return true
  if (isNarrow) return false
  // `JSON.stringify(session)`, where the session was put together before.
  const inner = value.type === 'CallExpression' ? nodesAt(value, 'arguments')[0] : value
  const found = inner && resolve(inner, file, surroundings)
  if (found?.node.type === 'ObjectExpression') return some(found.node, isNamedToken)
  // The answer of a function; the tokens of a design are an object.
  const isAnswer = inner?.type === 'Identifier' && found?.node.type === 'CallExpression'
  return (
    isAnswer && /^(?:ims|auth)?_?token(?:s|_?set|_?response|_?data)$/i.test(nameOf(inner) ?? '')
  )
}

function isNamedToken(node: Node): boolean {
  return (
    node.type !== 'Literal' &&
    (tokenName.test(nameOf(node) ?? '') || tokenName.test(keyOf(node) ?? ''))
  )
}

/** `document.cookie = …` and the libraries that write it. */
export function keepsTokenInCookie(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): boolean {
  if (file.runsIn === 'server') return false
  if (node.type === 'AssignmentExpression') {
    const left = pathOf(nodeAt(node, 'left')) ?? ''
    const value = nodeAt(node, 'right')
    if (!/^(?:window\.)?document\.cookie$/.test(left) || !value) return false
    return (
      mentionsToken(value, file, surroundings) ||
      /^[\w-]*token=/i.test(readText(value, file, surroundings))
    )
  }
  if (node.type !== 'CallExpression') return false
  const [root = '', method] = (pathOf(nodeAt(node, 'callee')) ?? '').split('.')
  const library = file.imports.get(root) ?? ''
  if (method !== 'set' || !/^(?:js-cookie|universal-cookie|cookies-js)$/.test(library)) return false
  const [key, value] = nodesAt(node, 'arguments')
  return isTokenKey(key, file, surroundings) || mentionsToken(value, file, surroundings)
}

/** A library of sign-in that is given localStorage to keep its users in. */
export function isStore(node: Node, around: readonly Node[]): boolean {
  const key = keyOf(node) ?? ''
  if (around.some((outer) => keyOf(outer) === 'stateStore')) return false
  const value = nodeAt(node, 'value')
  if (key === 'cacheLocation') return /^localstorage$/i.test(nameOf(value) ?? '')
  return (
    /^(?:store|storage|userStore|tokenStorage|tokenStore)$/.test(key) &&
    /^(?:window\.|globalThis\.)?localStorage$/.test(pathOf(value) ?? '')
  )
}

/** Stores and hooks that write `localStorage` themselves. */
function isKeptByLibrary(call: Node, file: SourceFile, surroundings: Surroundings): boolean {
  const name = nameOf(nodeAt(call, 'callee')) ?? ''
  const [first, second] = nodesAt(call, 'arguments')
  if (/^use(?:LocalStorage|LocalStorageState|ReadLocalStorage)$/.test(name)) {
    return isTokenKey(first, file, surroundings)
  }
  if (name !== 'persist' || file.imports.get('persist') !== 'zustand/middleware' || !first)
    return false
  const options = nodesAt(second, 'properties').map(keyOf)
  if (options.includes('partialize') || options.includes('storage')) return false
  return some(first, (node) => node.type === 'Property' && tokenName.test(keyOf(node) ?? ''))
}
