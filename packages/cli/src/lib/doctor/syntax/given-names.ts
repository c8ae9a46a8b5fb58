import { keyOf, type Node, nameOf, nodeAt } from './syntax-tree.ts'

/** The name that a declaration, an assignment or a property gives to its value. */
export function namesGivenBy(node: Node): readonly string[] {
  const target =
    nodeAt(node, 'id') ?? (/Assignment/.test(node.type) ? nodeAt(node, 'left') : undefined)
  const name = nameOf(target) ?? keyOf(node)
  return name === undefined ? [] : [name]
}
