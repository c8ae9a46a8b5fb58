import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, walk } from './syntax-tree.ts'
import { readText, type Surroundings } from './written-text.ts'

/** Parameters that a program puts together: as an object, by `set` and `append`, or in an address. */
export interface ParameterGroup {
  /** Where it begins. */
  readonly node: Node
  /** The nodes around it, outermost first. */
  readonly around: readonly Node[]
  /** Values by name; undefined where a value is part of a text. */
  readonly values: ReadonlyMap<string, Node | undefined>
}

/** Finds all groups that have all of these parameters. */
export function findParameterGroups(
  file: SourceFile,
  surroundings: Surroundings,
  wanted: readonly string[],
): readonly ParameterGroup[] {
  const groups = groupsOf.get(file) ?? listGroups(file, surroundings)
  groupsOf.set(file, groups)
  return groups.filter(({ values }) => wanted.every((name) => values.has(name)))
}

/** Several readers ask for the groups of one file. */
const groupsOf = new WeakMap<SourceFile, readonly ParameterGroup[]>()

function listGroups(file: SourceFile, surroundings: Surroundings): readonly ParameterGroup[] {
  const groups: ParameterGroup[] = []
  const calls = new Map<
    string,
    { node: Node; around: Node[]; values: Map<string, Node | undefined> }
  >()
  walk(file.program, (node, around) => {
    if (node.type === 'ObjectExpression') {
      groups.push({ node, around: [...around], values: readObject(node, file) })
    }
    if (node.type === 'CallExpression') readSetter(node, around, calls)
    if (node.type === 'TemplateLiteral' || node.type === 'Literal') {
      const values = readQuery(readText(node, file, surroundings))
      if (values.size > 1) groups.push({ node, around: [...around], values })
    }
  })
  return [...groups, ...calls.values()].filter(({ values }) => values.size > 0)
}

/** Own keys, and those of objects that are spread into it. */
function readObject(
  node: Node,
  file: SourceFile,
  depth = 0,
): ReadonlyMap<string, Node | undefined> {
  const values = new Map<string, Node | undefined>()
  for (const property of nodesAt(node, 'properties')) {
    if (property.type === 'SpreadElement' && depth < 4) {
      const spread = file.constants.get(nameOf(nodeAt(property, 'argument')) ?? '')
      if (spread?.type === 'ObjectExpression') {
        for (const [name, value] of readObject(spread, file, depth + 1)) values.set(name, value)
      }
    }
    const name = keyOf(property)
    if (name !== undefined) values.set(name, nodeAt(property, 'value'))
  }
  return values
}

/** `parameters.set('state', state)`; those of one object belong together. */
function readSetter(
  node: Node,
  around: readonly Node[],
  calls: Map<string, { node: Node; around: Node[]; values: Map<string, Node | undefined> }>,
): void {
  const callee = nodeAt(node, 'callee')
  if (!/^(?:set|append)$/.test(nameOf(callee) ?? '') || callee?.type !== 'MemberExpression') return
  const object = pathOf(nodeAt(callee, 'object'))
  const [key, value] = nodesAt(node, 'arguments')
  const name = key?.type === 'Literal' ? nameOf(key) : undefined
  if (object === undefined || name === undefined) return
  const scope = around.findLast(({ type }) => type.includes('Function'))
  const id = `${object}@${scope?.start ?? 0}`
  const group = calls.get(id) ?? { node, around: [...around], values: new Map() }
  group.values.set(name, value)
  calls.set(id, group)
}

function readQuery(text: string): ReadonlyMap<string, Node | undefined> {
  const [, query = text] = /\?(.*)$/s.exec(text) ?? []
  const names = [...query.matchAll(/(?:^|&)([a-z_]+)=/g)].map(([, name = '']) => name)
  return new Map(names.map((name) => [name, undefined]))
}
