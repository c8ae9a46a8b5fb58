import type { SourceFact } from '@mudbrick/doctor'

import { placeOf } from './place-of.ts'
import { isForAnotherProvider } from './sign-in-facts.ts'
import type { Found, SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some, walk } from './syntax-tree.ts'
import { calledFunction, resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'
import { variableOf } from './environment.ts'

/** How a file keeps tokens, counts their time, and makes what has to be random. */
export function readTokenFacts(
  file: SourceFile,
  surroundings: Surroundings,
): readonly SourceFact[] {
  if (isForAnotherProvider(file, surroundings)) return []
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
    if (keepsTokenInCookie(node, file, surroundings)) {
      facts.push({ kind: 'token-kept', storage: 'cookie', ...place() })
    }
    const form = readSecret(node, around, file, surroundings)
    if (form) facts.push({ kind: 'secret', form, ...place() })
    const random = readWeakRandom(node, around, file, surroundings)
    if (random !== undefined) facts.push({ kind: 'weak-random', name: random, ...place() })
    const length = readVerifierLength(node, file, surroundings)
    if (length !== undefined && length < 43)
      facts.push({ kind: 'short-verifier', length, ...place() })
    const encoding = readChallengeEncoding(node, around)
    if (encoding) facts.push({ kind: 'challenge-encoding', encoding, ...place() })
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
const tokenKey =
  /(?<!csrf.?|xsrf.?|device.?|push.?|theme.?|design.?|style.?|color.?|colour.?)token$/i

function keepsToken(node: Node, file: SourceFile, surroundings: Surroundings): boolean {
  if (node.type === 'CallExpression') {
    const [key, value] = nodesAt(node, 'arguments')
    if (isLocalStorage(nodeAt(node, 'callee'), 'setItem', file, surroundings)) {
      return isTokenKey(key, file, surroundings) || mentionsToken(value, file, surroundings)
    }
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
  return found?.node.type === 'ObjectExpression' && some(found.node, isNamedToken)
}

function isNamedToken(node: Node): boolean {
  return (
    node.type !== 'Literal' &&
    (tokenName.test(nameOf(node) ?? '') || tokenName.test(keyOf(node) ?? ''))
  )
}

/** `document.cookie = …` and the libraries that write it. */
function keepsTokenInCookie(node: Node, file: SourceFile, surroundings: Surroundings): boolean {
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
    variableOf(value, file, surroundings) !== undefined ||
    /^\w+\.env$/.test(pathOf(value) ?? '') ||
    isVariable(resolve(value, file, surroundings), surroundings)
  )
}

function isVariable(found: Found | undefined, surroundings: Surroundings): boolean {
  return found !== undefined && variableOf(found.node, found.file, surroundings) !== undefined
}

const unguessable = /verifier|challenge|nonce|pkce|^(?:oauth|auth)?_?state$/i

function readWeakRandom(
  node: Node,
  around: readonly Node[],
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  if (node.type !== 'CallExpression' || pathOf(nodeAt(node, 'callee')) !== 'Math.random') {
    return undefined
  }
  const names = around.flatMap((outer) => namesGivenBy(outer))
  const own = names.find((name) => unguessable.test(name)) ?? findUseOf(names, file)
  if (own !== undefined) return own
  // What other files make with it.
  const users = surroundings.files.filter(({ importedNames }) =>
    [...importedNames.values()].some((name) => names.includes(name)),
  )
  return users.map((user) => findUseOf(names, user)).find((name) => name !== undefined)
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
    const original = file.importedNames.get(callee) ?? callee
    return unguessable.test(name) && (names.includes(callee) || names.includes(original))
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
): 'added' | 'divided' | 'multiplied' | undefined {
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

function isStatusText(node: Node): boolean {
  if (node.type !== 'NewExpression' || !(nameOf(nodeAt(node, 'callee')) ?? '').endsWith('Error')) {
    return false
  }
  return nodesAt(node, 'arguments').some((argument) =>
    some(argument, (part) => part.type === 'MemberExpression' && nameOf(part) === 'statusText'),
  )
}

/** How long a code verifier becomes, where that can be told; RFC 7636 asks for 43 characters. */
function readVerifierLength(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): number | undefined {
  const [name] = namesGivenBy(node)
  const value = nodeAt(node, 'init') ?? nodeAt(node, 'right') ?? nodeAt(node, 'value')
  if (name === undefined || !/verifier$/i.test(name) || value?.type !== 'CallExpression')
    return undefined
  return lengthOf(value, file, surroundings)
}

function lengthOf(call: Node, file: SourceFile, surroundings: Surroundings): number | undefined {
  const callee = nodeAt(call, 'callee')
  const name = nameOf(callee) ?? ''
  const [first] = nodesAt(call, 'arguments')
  if (name === 'randomUUID' || /^(?:uuid|uuidv4|v4)$/.test(name)) return 36
  const count = Number(readText(first, file, surroundings))
  if (name === 'nanoid') return first ? count : 21
  if (name === 'toString') {
    const bytes = nodeAt(callee, 'object')
    if (nameOf(nodeAt(bytes, 'callee')) !== 'randomBytes') return undefined
    const number = Number(readText(nodesAt(bytes, 'arguments')[0], file, surroundings))
    if (!Number.isInteger(number)) return undefined
    return nameOf(first) === 'hex' ? number * 2 : Math.ceil((number * 4) / 3)
  }
  const isString = /^(?:generate|make|create|get)?_?random_?(?:string|text|chars)$/i.test(name)
  return isString && Number.isInteger(count) && count > 0 ? count : undefined
}

/** A challenge that is not base64url, which is all that IMS compares with. */
function readChallengeEncoding(node: Node, around: readonly Node[]): 'base64' | 'hex' | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = nodeAt(node, 'callee')
  const name = nameOf(callee) ?? ''
  const [first] = nodesAt(node, 'arguments')
  const names = around.flatMap(namesGivenBy)
  if (!names.some((given) => /challenge/i.test(given))) return undefined
  const scope = around.findLast((outer) => /Function|VariableDeclarator/.test(outer.type)) ?? node
  const outermost =
    around.find((outer) => namesGivenBy(outer).some((given) => /challenge/i.test(given))) ?? scope
  if (!some(outermost, isHash)) return undefined
  if (some(outermost, isUrlSafe)) return undefined
  if (/^(?:digest|toString)$/.test(name)) {
    const encoding = nameOf(first)
    return encoding === 'hex' || encoding === 'base64' ? encoding : undefined
  }
  return name === 'btoa' ? 'base64' : undefined
}

function isHash(node: Node): boolean {
  return (
    (node.type === 'CallExpression' &&
      /^(?:digest|sha_?256)$/i.test(nameOf(nodeAt(node, 'callee')) ?? '')) ||
    (node.type === 'Literal' && /^sha-?256$/i.test(nameOf(node) ?? ''))
  )
}

function isUrlSafe(node: Node): boolean {
  if (node.type === 'Literal' && nameOf(node) === 'base64url') return true
  const callee = nameOf(nodeAt(node, 'callee')) ?? ''
  return node.type === 'CallExpression' && /^(?:replace|replaceAll|map|.*url.*)$/i.test(callee)
}
