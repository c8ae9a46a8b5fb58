import type { SourceFact } from '@mudbrick/doctor'

import { isStore, keepsToken, keepsTokenInCookie } from './kept-tokens.ts'
import { findLifetimeNames, readExpiry } from './lifetimes.ts'
import type { Surroundings } from './names.ts'
import { placeOf } from './place-of.ts'
import {
  readChallengeEncoding,
  readHandmadeChallenge,
  readVerifierLength,
  readWeakRandom,
} from './randomness.ts'
import { readSecret } from './secrets.ts'
import { isForAnotherProvider } from './sign-in-facts.ts'
import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, some, walk } from './syntax-tree.ts'

/** How a file keeps tokens, counts their time, and makes what has to be random. */
export function readTokenFacts(
  file: SourceFile,
  surroundings: Surroundings,
): readonly SourceFact[] {
  if (isForAnotherProvider(file, surroundings)) return []
  const facts: SourceFact[] = []
  const lifetimes = findLifetimeNames(file)
  const isOfSignIn =
    /client_?id|authority/i.test(file.text) &&
    some(file.program, (node) => /^(?:client_?id|authority)$/i.test(keyOf(node) ?? ''))
  let readsExpiry = false
  walk(file.program, (node, around) => {
    if (!ofInterest.has(node.type)) return
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

/** Most nodes are of other types. */
const ofInterest: ReadonlySet<string> = new Set([
  'AssignmentExpression',
  'BinaryExpression',
  'CallExpression',
  'Identifier',
  'Literal',
  'MemberExpression',
  'NewExpression',
  'Property',
  'PropertyDefinition',
  'VariableDeclarator',
])

function isStatusText(node: Node): boolean {
  if (node.type !== 'NewExpression' || !(nameOf(nodeAt(node, 'callee')) ?? '').endsWith('Error')) {
    return false
  }
  return nodesAt(node, 'arguments').some((argument) =>
    some(argument, (part) => part.type === 'MemberExpression' && nameOf(part) === 'statusText'),
  )
}
