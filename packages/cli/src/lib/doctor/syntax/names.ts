import { findExport, type Modules } from './modules.ts'
import type { Found, SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf } from './syntax-tree.ts'

/** What names mean outside of a file: variables of the environment, and what other files have. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly modules: Modules
  /** The files of the application that were parsed. */
  readonly files: readonly SourceFile[]
  /** Constants of plain scripts, which share one page. */
  readonly shared: ReadonlyMap<string, Found>
}

const deepest = 12

/** What a name of a file stands for, in this file or in the one that it is imported from. */
function lookUp(name: string, file: SourceFile, around: Surroundings): Found | undefined {
  const bound = file.bound?.get(name)
  if (bound) return bound
  const imported = file.importedNames.get(name)
  if (imported !== undefined) {
    return findExport(file, file.imports.get(name) ?? '', imported, around.modules)
  }
  const own = file.constants.get(name) ?? file.functions.get(name)
  if (own) return { node: own, file }
  return file.isModule ? undefined : around.shared.get(name)
}

/** One step from a name or a member to what it stands for. */
export function step(
  node: Node,
  file: SourceFile,
  around: Surroundings,
  depth: number,
): Found | undefined {
  if (node.type === 'Identifier') {
    const found = lookUp(nameOf(node) ?? '', file, around)
    return found?.node === node && found.file === file ? undefined : found
  }
  if (node.type !== 'MemberExpression') return undefined
  const [object, name] = [nodeAt(node, 'object'), nameOf(node)]
  if (!object || name === undefined) return undefined
  if (object.type === 'ThisExpression') {
    const own = file.constants.get(`this.${name}`)
    return own ? { node: own, file } : undefined
  }
  const module = object.type === 'Identifier' ? file.imports.get(nameOf(object) ?? '') : undefined
  if (module !== undefined && file.importedNames.get(nameOf(object) ?? '') === '*') {
    const exported = findExport(file, module, name, around.modules)
    if (exported) return exported
  }
  const holder = resolve(object, file, around, depth + 1)
  return holder && propertyOf(holder, name, around, depth + 1)
}

/** What an expression stands for, through names, members and files; else the expression itself. */
export function resolve(
  node: Node | undefined,
  file: SourceFile,
  around: Surroundings,
  depth = 0,
): Found | undefined {
  let found = node && { node, file }
  for (let count = depth; found && count < deepest; count++) {
    const next = step(found.node, found.file, around, count)
    if (!next) break
    found = next
  }
  return found
}

/** A property of an object that is written out, also of one that is spread into it. */
export function propertyOf(
  holder: Found | undefined,
  name: string,
  around: Surroundings,
  depth = 0,
): Found | undefined {
  const { node, file } = openObject(holder, around, depth) ?? {}
  if (!node || !file || depth > deepest) return undefined
  for (const property of membersOf(node).toReversed()) {
    if (keyOf(property) === name || nameOf(nodeAt(property, 'id')) === name) {
      const value = nodeAt(property, 'value') ?? nodeAt(property, 'initializer')
      return value && { node: value, file }
    }
    if (property.type !== 'SpreadElement') continue
    const spread = resolve(nodeAt(property, 'argument'), file, around, depth + 1)
    const found = propertyOf(spread, name, around, depth + 1)
    if (found) return found
  }
  return undefined
}

function membersOf(node: Node): readonly Node[] {
  if (node.type === 'ObjectExpression') return nodesAt(node, 'properties')
  const body = nodeAt(node, 'body')
  if (node.type === 'TSEnumDeclaration') return nodesAt(body ?? node, 'members')
  return node.type.startsWith('Class') ? nodesAt(body, 'body') : []
}

/** The object behind a function that gives it back as it is, or that makes it. */
export function openObject(
  found: Found | undefined,
  around: Surroundings,
  depth = 0,
): Found | undefined {
  if (!found || depth > deepest) return undefined
  const { node, file } = found
  if (
    node.type === 'NewExpression' &&
    /^(?:URLSearchParams|Headers|HttpParams|HttpHeaders)$/.test(
      nameOf(nodeAt(node, 'callee')) ?? '',
    )
  ) {
    const [given] = nodesAt(node, 'arguments')
    const inner = propertyOf({ node: given ?? node, file }, 'fromObject', around, depth + 1)
    return inner ?? openObject(resolve(given, file, around, depth + 1), around, depth + 1)
  }
  if (node.type !== 'CallExpression') return found
  const callee = pathOf(nodeAt(node, 'callee')) ?? ''
  if (
    /^(?:Object\.(?:freeze|seal|assign)|define\w+|reactive|ref|readonly|as[A-Z]\w*)$/.test(callee)
  ) {
    const given = nodesAt(node, 'arguments').at(-1)
    return openObject(resolve(given, file, around, depth + 1), around, depth + 1)
  }
  const result = inline(node, file, around, depth + 1)
  if (!result) return found
  return openObject(resolve(result.node, result.file, around, depth + 1), around, depth + 1)
}

/** The function of the project that a call calls, with its parameters bound to what it is given. */
export function calledFunction(
  call: Node,
  file: SourceFile,
  around: Surroundings,
  depth = 0,
): Found | undefined {
  const target = resolve(nodeAt(call, 'callee'), file, around, depth + 1)
  let node = target?.node
  // A hook of React that keeps a function.
  if (
    node?.type === 'CallExpression' &&
    /^use(?:Callback|Memo)$/.test(nameOf(nodeAt(node, 'callee')) ?? '')
  ) {
    node = nodesAt(node, 'arguments')[0]
  }
  if (!target || !node || !/Function/.test(node.type)) return undefined
  const bound = new Map(target.file.bound)
  const given = nodesAt(call, 'arguments')
  for (const [index, parameter] of nodesAt(node, 'params').entries()) {
    bindParameter(parameter, given[index], file, around, bound, depth)
  }
  return { node, file: { ...target.file, bound } }
}

function bindParameter(
  parameter: Node,
  value: Node | undefined,
  file: SourceFile,
  around: Surroundings,
  bound: Map<string, Found>,
  depth: number,
): void {
  if (parameter.type === 'AssignmentPattern') {
    const left = nodeAt(parameter, 'left')
    const given = value ?? nodeAt(parameter, 'right')
    if (left) bindParameter(left, given, file, around, bound, depth)
    return
  }
  if (parameter.type === 'Identifier') {
    if (value) bound.set(nameOf(parameter) ?? '', { node: value, file })
    return
  }
  if (parameter.type !== 'ObjectPattern') return
  const object = resolve(value, file, around, depth + 1)
  for (const property of nodesAt(parameter, 'properties')) {
    const [key, target] = [keyOf(property), nodeAt(property, 'value')]
    if (key === undefined || !target) continue
    const found = propertyOf(object, key, around, depth + 1)
    const local = target.type === 'AssignmentPattern' ? nodeAt(target, 'left') : target
    const usual = target.type === 'AssignmentPattern' ? nodeAt(target, 'right') : undefined
    const name = nameOf(local)
    if (name === undefined) continue
    if (found) bound.set(name, found)
    else if (usual) bound.set(name, { node: usual, file })
  }
}

/** What a call of a function of the project gives back. */
export function inline(
  call: Node,
  file: SourceFile,
  around: Surroundings,
  depth: number,
): Found | undefined {
  if (depth > deepest) return undefined
  const called = calledFunction(call, file, around, depth)
  const body = nodeAt(called?.node, 'body')
  if (!called || !body) return undefined
  if (body.type !== 'BlockStatement') return { node: body, file: called.file }
  const last = nodesAt(body, 'body').findLast(({ type }) => type === 'ReturnStatement')
  const value = nodeAt(last, 'argument')
  return value && { node: value, file: called.file }
}
