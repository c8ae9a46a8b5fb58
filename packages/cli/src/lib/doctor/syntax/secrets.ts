import type { Found, SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some } from './syntax-tree.ts'
import { resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'
import { variableOf } from './environment.ts'

/** How a node gives a client secret away. */
export function readSecret(
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
  if (isBasicOfPage(node, file)) return 'parameter'
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

/** `'Basic ' + btoa(`${id}:${secret}`)`, beside a token request. */
function isBasicOfPage(node: Node, file: SourceFile): boolean {
  if (file.runsIn !== 'page' || !/^(?:BinaryExpression|TemplateLiteral)$/.test(node.type))
    return false
  const begins = /^(?:'|"|`)Basic /.test(file.text.slice(node.start, node.start + 8))
  if (!begins || !/\/ims\/token|IMS|ims/.test(file.text)) return false
  return some(node, (part) => /^(?:btoa|encode)$/.test(nameOf(nodeAt(part, 'callee')) ?? ''))
}
