import type { SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, nodesAt, pathOf, some } from './syntax-tree.ts'
import type { Surroundings } from './names.ts'
import { readText } from './written-text.ts'
import { namesGivenBy } from './given-names.ts'

const unguessable = /verifier|challenge|nonce|pkce|^(?:oauth|auth)?_?state$/i

/** The name of what has to be random, and comes from `Math.random`. */
export function readWeakRandom(
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

/** What is made by a function of one of these names. */
function findUseOf(names: readonly string[], file: SourceFile): string | undefined {
  const made = [...file.constants].find(([name, value]) => {
    const callee = nameOf(nodeAt(value, 'callee')) ?? ''
    const original = file.importedNames.get(callee) ?? callee
    return unguessable.test(name) && (names.includes(callee) || names.includes(original))
  })
  return made?.[0]
}

/** The library that computes a code challenge. */
export function readHandmadeChallenge(
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

/** How long a code verifier becomes, where that can be told; RFC 7636 asks for 43 characters. */
export function readVerifierLength(
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
export function readChallengeEncoding(
  node: Node,
  around: readonly Node[],
): 'base64' | 'hex' | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = nodeAt(node, 'callee')
  const name = nameOf(callee) ?? ''
  const [first] = nodesAt(node, 'arguments')
  if (!/^(?:digest|toString|btoa)$/.test(name)) return undefined
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
