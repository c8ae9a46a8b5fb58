/** A node of ESTree, read with care: whatever it has may be missing. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [name: string]: unknown
}

/** Tells a node from the other values of a tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** The node in this place, without what TypeScript and parentheses put around it. */
export function nodeAt(node: Node | undefined, name: string): Node | undefined {
  const value = node?.[name]
  return isNode(value) ? unwrap(value) : undefined
}

/** The nodes in this place. */
export function nodesAt(node: Node | undefined, name: string): readonly Node[] {
  const value = node?.[name]
  return Array.isArray(value) ? value.filter(isNode).map(unwrap) : []
}

/** The text in this place. */
export function textAt(node: Node | undefined, name: string): string | undefined {
  const value = node?.[name]
  return typeof value === 'string' ? value : undefined
}

/** The name of an identifier, of a member's property, or the text of a literal. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return textAt(node, 'name')
  if (node?.type === 'Literal') return textAt(node, 'value')
  if (node?.type !== 'MemberExpression') return undefined
  const property = nodeAt(node, 'property')
  return node['computed'] === true && property?.type !== 'Literal' ? undefined : nameOf(property)
}

/** The key of a property that is written out. */
export function keyOf(property: Node): string | undefined {
  if (!/^(?:Property|PropertyDefinition|MethodDefinition)$/.test(property.type)) return undefined
  const key = nodeAt(property, 'key')
  return property['computed'] === true && key?.type !== 'Literal' ? undefined : nameOf(key)
}

/** Names joined by dots, such as `window.localStorage`; undefined for anything else. */
export function pathOf(node: Node | undefined): string | undefined {
  if (node?.type === 'ThisExpression') return 'this'
  if (node?.type === 'MetaProperty') return 'import.meta'
  if (node?.type === 'Identifier') return nameOf(node)
  if (node?.type !== 'MemberExpression') return undefined
  const [object, name] = [pathOf(nodeAt(node, 'object')), nameOf(node)]
  return object === undefined || name === undefined ? undefined : `${object}.${name}`
}

/** Visits every node with the nodes around it, outermost first. */
export function walk(root: Node, visit: (node: Node, around: readonly Node[]) => void): void {
  const { nodes, depths } = listNodes(root)
  const around: Node[] = []
  let depth = 0
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]
    if (!node) continue
    const wanted = depths[index] ?? 0
    for (; depth > wanted; depth--) around.pop()
    visit(node, around)
    around.push(node)
    depth++
  }
}

interface NodeList {
  readonly nodes: readonly Node[]
  /** How many nodes are around each. */
  readonly depths: readonly number[]
}

/** A whole program is walked by every reader, and its members are looked through only once. */
const programs = new WeakMap<Node, NodeList>()

function listNodes(root: Node): NodeList {
  const known = programs.get(root)
  if (known) return known
  const nodes: Node[] = []
  const depths: number[] = []
  const enter = (node: Node, depth: number): void => {
    nodes.push(node)
    depths.push(depth)
    for (const name in node) {
      if (name === 'type' || name === 'start' || name === 'end') continue
      const value = node[name]
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) enter(item, depth + 1)
      } else if (isNode(value)) enter(value, depth + 1)
    }
  }
  enter(root, 0)
  const list = { nodes, depths }
  if (root.type === 'Program') programs.set(root, list)
  return list
}

/** Finds whether a part of the tree is so. */
export function some(root: Node, test: (node: Node) => boolean): boolean {
  let isFound = false
  walk(root, (node) => {
    isFound ||= test(node)
  })
  return isFound
}

/** The innermost function around a node. */
export function functionAround(around: readonly Node[]): Node | undefined {
  return around.findLast(({ type }) => /Function/.test(type) && type !== 'TSFunctionType')
}

const wrappers: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'ChainExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
])

function unwrap(node: Node): Node {
  if (!wrappers.has(node.type)) return node
  const inner = node['expression'] ?? node['argument']
  return isNode(inner) ? unwrap(inner) : node
}
