import type { Found, SourceFile } from './source-file.ts'
import {
  functionAround,
  keyOf,
  type Node,
  nameOf,
  nodeAt,
  nodesAt,
  pathOf,
  some,
  walk,
} from './syntax-tree.ts'
import { openObject, resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'

/** Parameters that a program puts together: as an object, by `set` and `append`, or in an address. */
export interface ParameterGroup {
  /** Where it begins. */
  readonly node: Node
  /** The nodes around it, outermost first. */
  readonly around: readonly Node[]
  /** Values by name; undefined where a value is part of a text. */
  readonly values: ReadonlyMap<string, Found | undefined>
}

interface OpenGroup extends ParameterGroup {
  readonly values: Map<string, Found | undefined>
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
  const calls = new Map<string, OpenGroup>()
  walk(file.program, (node, around) => {
    if (node.type === 'ObjectExpression') {
      const values = readObject({ node, file }, surroundings)
      groups.push({ node, around: [...around], values })
    }
    if (node.type === 'ArrayExpression') {
      const values = readPairs(node, file, surroundings)
      if (values.size > 1) groups.push({ node, around: [...around], values })
    }
    if (node.type === 'CallExpression') readSetter(node, around, calls, file, surroundings)
    if (node.type === 'AssignmentExpression') readAssignment(node, around, calls, file)
    if (/^(?:TemplateLiteral|Literal|BinaryExpression)$/.test(node.type)) {
      if (around.at(-1)?.type === 'BinaryExpression') return
      const values = readQuery(readText(node, file, surroundings))
      if (values.size > 1) groups.push({ node, around: [...around], values })
    }
  })
  return [...groups, ...calls.values()].filter(({ values }) => values.size > 0)
}

/** Own keys, and those of objects that are spread into it. */
function readObject(
  { node, file }: Found,
  surroundings: Surroundings,
  depth = 0,
): Map<string, Found | undefined> {
  const values = new Map<string, Found | undefined>()
  for (const property of nodesAt(node, 'properties')) {
    if (property.type === 'SpreadElement' && depth < 4) {
      const spread = resolve(nodeAt(property, 'argument'), file, surroundings)
      const opened = openObject(spread, surroundings)
      if (opened?.node.type === 'ObjectExpression') {
        for (const [name, value] of readObject(opened, surroundings, depth + 1))
          values.set(name, value)
      }
    }
    const [name, value] = [keyOf(property), nodeAt(property, 'value')]
    if (name !== undefined) values.set(name, value && { node: value, file })
  }
  return values
}

/** `[['client_id', clientId], ['state', state]]` */
function readPairs(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): ReadonlyMap<string, Found | undefined> {
  const pairs = nodesAt(node, 'elements').filter(({ type }) => type === 'ArrayExpression')
  return new Map(
    pairs.flatMap((pair) => {
      const [key, value] = nodesAt(pair, 'elements')
      const name = readText(key, file, surroundings)
      return /^\w+$/.test(name) ? [[name, value && { node: value, file }] as const] : []
    }),
  )
}

/** `parameters.set('state', state)`, one after the other or in a chain, or through a function that does only that. */
function readSetter(
  node: Node,
  around: readonly Node[],
  calls: Map<string, OpenGroup>,
  file: SourceFile,
  surroundings: Surroundings,
): void {
  const callee = nodeAt(node, 'callee')
  const [key, value] = nodesAt(node, 'arguments')
  if (!value || !key) return
  const name = key.type === 'Literal' ? nameOf(key) : readText(key, file, surroundings)
  if (name === undefined || !ofOauth.test(name)) return
  const target = findSetTarget(callee, file, surroundings)
  if (target === undefined) return
  add(calls, target, node, around, name, { node: value, file })
}

function findSetTarget(
  callee: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  if (callee?.type === 'MemberExpression') {
    if (!/^(?:set|append)$/.test(nameOf(callee) ?? '')) return undefined
    let object = nodeAt(callee, 'object')
    while (object?.type === 'CallExpression' && isSetter(nodeAt(object, 'callee'))) {
      object = nodeAt(nodeAt(object, 'callee'), 'object')
    }
    return pathOf(object) ?? (object?.type === 'NewExpression' ? `new ${object.start}` : undefined)
  }
  if (callee?.type !== 'Identifier') return undefined
  const definition = resolve(callee, file, surroundings)?.node
  if (!definition || !/Function/.test(definition.type)) return undefined
  const [first, second] = nodesAt(definition, 'params').map(nameOf)
  const isSet = some(definition, (inner) => {
    const [key, value] = nodesAt(inner, 'arguments').map(nameOf)
    return (
      inner.type === 'CallExpression' &&
      isSetter(nodeAt(inner, 'callee')) &&
      first !== undefined &&
      key === first &&
      value === second
    )
  })
  return isSet ? nameOf(callee) : undefined
}

function isSetter(callee: Node | undefined): boolean {
  return callee?.type === 'MemberExpression' && /^(?:set|append)$/.test(nameOf(callee) ?? '')
}

/** `parameters.state = state` */
function readAssignment(
  node: Node,
  around: readonly Node[],
  calls: Map<string, OpenGroup>,
  file: SourceFile,
): void {
  const [left, value] = [nodeAt(node, 'left'), nodeAt(node, 'right')]
  const [name, target] = [nameOf(left), pathOf(nodeAt(left, 'object'))]
  if (left?.type !== 'MemberExpression' || !value || target === undefined || target === 'this')
    return
  if (name === undefined || !ofOauth.test(name)) return
  add(calls, target, node, around, name, { node: value, file })
}

const ofOauth =
  /^(?:client_id|client_secret|redirect_uri|redirect_url|response_type|response_mode|prompt|scopes?|state|nonce|code|code_challenge|code_challenge_method|code_verifier|grant_type|refresh_token)$/

function add(
  calls: Map<string, OpenGroup>,
  target: string,
  node: Node,
  around: readonly Node[],
  name: string,
  value: Found,
): void {
  const id = `${target}@${functionAround(around)?.start ?? 0}`
  const group = calls.get(id) ?? { node, around: [...around], values: new Map() }
  group.values.set(name, value)
  calls.set(id, group)
}

function readQuery(text: string): ReadonlyMap<string, Found | undefined> {
  const [, query = text] = /\?(.*)$/s.exec(text) ?? []
  const names = [...query.matchAll(/(?:^|&)([a-z_]+)=/g)].map(([, name = '']) => name)
  return new Map(names.map((name) => [name, undefined]))
}
