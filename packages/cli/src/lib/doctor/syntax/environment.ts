import { resolve, type Surroundings } from './names.ts'
import type { SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, nodesAt, pathOf } from './syntax-tree.ts'

/** The variable of the environment that an expression reads, and how. */
export function variableOf(
  node: Node,
  file: SourceFile,
  around: Surroundings,
): { readonly name: string; readonly through: 'vite' | 'process' } | undefined {
  if (node.type === 'CallExpression') {
    const callee = pathOf(nodeAt(node, 'callee')) ?? ''
    const name = nameOf(nodesAt(node, 'arguments')[0])
    if (name === undefined || !/^[A-Z][A-Z\d_]+$/.test(name)) return undefined
    const isRead = /(?:^|\.)(?:Deno\.env\.get|env\.get|getenv|get|getOrThrow|getEnv)$/.test(callee)
    return isRead && (/env/i.test(callee) || name in around.variables)
      ? { name, through: 'process' }
      : undefined
  }
  if (node.type === 'Identifier') {
    const name = nameOf(node) ?? ''
    const module = file.imports.get(name) ?? ''
    return module.startsWith('$env/static/')
      ? { name: file.importedNames.get(name) ?? name, through: 'process' }
      : undefined
  }
  const name = nameOf(node)
  const object = nodeAt(node, 'object')
  if (node.type !== 'MemberExpression' || name === undefined || !object) return undefined
  const through = environmentOf(object, file, around)
  return through ? { name, through } : undefined
}

/** Whether an expression is the environment itself: `process.env`, or a name or a checked copy of it. */
function environmentOf(
  node: Node,
  file: SourceFile,
  around: Surroundings,
): 'vite' | 'process' | undefined {
  const path = pathOf(node) ?? ''
  if (/^(?:globalThis\.)?(?:process|Bun)\.env$/.test(path)) return 'process'
  if (path === 'import.meta.env') return 'vite'
  if (file.imports.get(path)?.startsWith('$env/dynamic/') === true) return 'process'
  const found = resolve(node, file, around)
  if (!found) return undefined
  const { node: value } = found
  if (value !== node && /^(?:MemberExpression|MetaProperty)$/.test(value.type)) {
    const end = pathOf(value) ?? ''
    if (/^(?:globalThis\.)?(?:process|Bun)\.env$/.test(end)) return 'process'
    return end === 'import.meta.env' ? 'vite' : undefined
  }
  if (value.type !== 'CallExpression') return undefined
  if (nameOf(nodeAt(value, 'callee')) === 'loadEnv') return 'process'
  const given = nodesAt(value, 'arguments').map((each) => pathOf(each))
  if (given.includes('process.env')) return 'process'
  return given.includes('import.meta.env') ? 'vite' : undefined
}
