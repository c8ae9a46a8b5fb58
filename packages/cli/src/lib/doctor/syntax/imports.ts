import { type Node, nameOf, nodeAt, nodesAt, pathOf, keyOf } from './syntax-tree.ts'

/** What a file hands to others. */
export interface Exports {
  /** Values, or names of the file, by the name that others import. */
  readonly values: ReadonlyMap<string, Node>
  /** What is handed on from other modules, by the name that others import. */
  readonly handedOn: ReadonlyMap<string, { readonly module: string; readonly name: string }>
  /** Modules of which everything is handed on. */
  readonly modules: readonly string[]
}

/** Reads `import`, with the name in the other module of each local name. */
export function readImport(
  node: Node,
  imports: Map<string, string>,
  names: Map<string, string>,
): void {
  const source = nameOf(nodeAt(node, 'source'))
  for (const specifier of nodesAt(node, 'specifiers')) {
    const name = nameOf(nodeAt(specifier, 'local'))
    if (name === undefined || source === undefined) continue
    imports.set(name, source)
    if (specifier.type === 'ImportSpecifier') {
      names.set(name, nameOf(nodeAt(specifier, 'imported')) ?? name)
    } else names.set(name, specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*')
  }
}

/** Reads `const x = require('x')` and `const { a } = require('x')`. */
export function readRequire(
  node: Node,
  imports: Map<string, string>,
  names: Map<string, string>,
): void {
  const call = nodeAt(node, 'init')
  const module = nameOf(nodesAt(call, 'arguments')[0])
  if (call?.type !== 'CallExpression' || module === undefined) return
  if (!/^(?:require|import)$/.test(nameOf(nodeAt(call, 'callee')) ?? '')) return
  const id = nodeAt(node, 'id')
  if (id?.type === 'Identifier') {
    imports.set(nameOf(id) ?? '', module)
    names.set(nameOf(id) ?? '', '*')
  }
  for (const property of nodesAt(id, 'properties')) {
    const [name, local] = [keyOf(property), nameOf(nodeAt(property, 'value'))]
    if (name === undefined || local === undefined) continue
    imports.set(local, module)
    names.set(local, name)
  }
}

/** Reads the exports of ECMAScript and of CommonJS. */
export function readExports(program: Node): Exports {
  const values = new Map<string, Node>()
  const handedOn = new Map<string, { module: string; name: string }>()
  const modules: string[] = []
  for (const node of nodesAt(program, 'body')) {
    const module = nameOf(nodeAt(node, 'source'))
    if (node.type === 'ExportAllDeclaration' && module !== undefined) modules.push(module)
    if (node.type === 'ExportDefaultDeclaration') {
      const value = nodeAt(node, 'declaration')
      if (value) values.set('default', value)
    }
    if (node.type === 'ExportNamedDeclaration') {
      readDeclaration(nodeAt(node, 'declaration'), values)
      for (const specifier of nodesAt(node, 'specifiers')) {
        const local = nodeAt(specifier, 'local')
        const name = nameOf(nodeAt(specifier, 'exported'))
        if (name === undefined || !local) continue
        if (module === undefined) values.set(name, local)
        else handedOn.set(name, { module, name: nameOf(local) ?? name })
      }
    }
    if (node.type === 'ExpressionStatement') readCommonExport(nodeAt(node, 'expression'), values)
  }
  return { values, handedOn, modules }
}

/** Whether a file is a module of ECMAScript or of CommonJS. */
export function isModule(program: Node): boolean {
  const { values, handedOn, modules } = readExports(program)
  const hasStatement = nodesAt(program, 'body').some(({ type }) => /^(?:Ex|Im)port/.test(type))
  return hasStatement || values.size + handedOn.size + modules.length > 0
}

function readDeclaration(declaration: Node | undefined, values: Map<string, Node>): void {
  if (!declaration) return
  const name = nameOf(nodeAt(declaration, 'id'))
  if (name !== undefined) values.set(name, declaration)
  for (const each of nodesAt(declaration, 'declarations')) {
    const [id, value] = [nodeAt(each, 'id'), nodeAt(each, 'init')]
    if (id?.type === 'Identifier' && value) values.set(nameOf(id) ?? '', value)
    for (const property of nodesAt(id, 'properties')) {
      const local = nodeAt(property, 'value')
      if (local?.type === 'Identifier') values.set(nameOf(local) ?? '', local)
    }
  }
}

/** `module.exports = { a }`, `module.exports.a = …` and `exports.a = …` */
function readCommonExport(node: Node | undefined, values: Map<string, Node>): void {
  if (node?.type !== 'AssignmentExpression') return
  const path = pathOf(nodeAt(node, 'left')) ?? ''
  const value = nodeAt(node, 'right')
  if (!value) return
  const name = /^(?:module\.)?exports\.(\w+)$/.exec(path)?.[1]
  if (name !== undefined) values.set(name, value)
  if (path !== 'module.exports') return
  values.set('default', value)
  for (const property of nodesAt(value, 'properties')) {
    const [key, member] = [keyOf(property), nodeAt(property, 'value')]
    if (key !== undefined && member) values.set(key, member)
  }
}
