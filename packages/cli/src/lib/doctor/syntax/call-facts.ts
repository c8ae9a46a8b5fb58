import type { ApiCall } from '@mudbrick/doctor'

import { findProperty, type SourceFile } from './source-file.ts'
import {
  functionAround,
  keyOf,
  type Node,
  nameOf,
  nodeAt,
  nodesAt,
  some,
  walk,
} from './syntax-tree.ts'
import { readText, resolve, type Surroundings } from './written-text.ts'

/** The requests to AEM that a file sends. */
export function readCalls(file: SourceFile, surroundings: Surroundings): readonly ApiCall[] {
  const calls: ApiCall[] = []
  walk(file.program, (node, around) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const found = findPath(node, file, surroundings)
    if (!found) return
    const options = found.options.map((option) => resolve(option, file, surroundings))
    const headers = [
      ...new Set([
        ...readHeaders(options, found.options, file, surroundings),
        ...readHeadersOfWrapper(nodeAt(node, 'callee'), file, surroundings),
      ]),
    ]
    const scope = functionAround(around)
    calls.push({
      path: found.path,
      method: readMethod(node, options, file, surroundings),
      headers,
      readsHeaders: scope ? findHeadersRead(scope, file, surroundings) : [],
      ...(readOption(options, 'credentials', file, surroundings) === 'include' && {
        credentials: 'include' as const,
      }),
      sentBy: file.runsIn === 'page' ? 'page' : 'server',
    })
  })
  return calls
}

const aemPath = /\/adobe\/(?:sites|folders|assets|contentFragments)(?:[^?#]*)/

function findPath(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): { readonly path: string; readonly options: readonly Node[] } | undefined {
  const callee = nameOf(nodeAt(node, 'callee')) ?? ''
  // An address that is built is not yet sent.
  if (
    /^(?:URL|URLSearchParams|Error|log|error|debug|warn|replace|startsWith|includes)$/.test(callee)
  ) {
    return undefined
  }
  const arguments_ = nodesAt(node, 'arguments')
  for (const [index, argument] of arguments_.entries()) {
    const address =
      argument.type === 'ObjectExpression'
        ? ['url', 'path', 'endpoint'].map((name) => findProperty(argument, name)).find(Boolean)
        : argument
    const path = aemPath.exec(readText(address, file, surroundings))?.[0]
    if (path === undefined) continue
    const options = argument.type === 'ObjectExpression' ? [argument] : arguments_.slice(index + 1)
    return { path: path.replaceAll('{}', 'x').replace(/\/$/, ''), options }
  }
  return undefined
}

function readMethod(
  node: Node,
  options: readonly (Node | undefined)[],
  file: SourceFile,
  surroundings: Surroundings,
): string {
  const written = readOption(options, 'method', file, surroundings)
  if (written !== undefined && /^[a-z]+$/i.test(written)) return written
  const name = nameOf(nodeAt(node, 'callee')) ?? ''
  return /^(?:post|put|patch|delete|head)$/.test(name) ? name.toUpperCase() : 'GET'
}

function readOption(
  options: readonly (Node | undefined)[],
  name: string,
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  const value = options.map((option) => findProperty(option, name)).find(Boolean)
  return value ? readText(value, file, surroundings) : undefined
}

/** Those of the call; where it names none, those that the file sets elsewhere, for a wrapper. */
function readHeaders(
  options: readonly (Node | undefined)[],
  written: readonly Node[],
  file: SourceFile,
  surroundings: Surroundings,
): readonly string[] {
  const own = options.map((option) => findProperty(option, 'headers')).find(Boolean)
  if (own) return namesIn(own, file, surroundings)
  if (written[0]?.type !== 'ObjectExpression' || written.length > 1) return []
  const shared = file.constants.get('headers')
  return shared ? namesIn(shared, file, surroundings, options[0]) : []
}

/** A function of the application that sends a request, with the headers that it sets itself. */
function readHeadersOfWrapper(
  callee: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
): readonly string[] {
  const name = callee?.type === 'Identifier' ? (nameOf(callee) ?? '') : ''
  const own = file.functions.get(name)
  const wrapper = own ? { node: own, file } : surroundings.functions.get(name)
  if (!wrapper) return []
  const names: string[] = []
  walk(wrapper.node, (node) => {
    const headers = findProperty(node, 'headers')
    if (headers) names.push(...namesIn(headers, wrapper.file, surroundings))
  })
  return names
}

function namesIn(
  node: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
  call?: Node,
  depth = 0,
): readonly string[] {
  const value = resolve(node, file, surroundings)
  if (!value || depth > 4) return []
  const inner = (part: Node | undefined): readonly string[] =>
    namesIn(part, file, surroundings, call, depth + 1)
  if (value.type === 'CallExpression')
    return inner(file.results.get(nameOf(nodeAt(value, 'callee')) ?? ''))
  if (value.type === 'NewExpression') return inner(nodesAt(value, 'arguments')[0])
  if (value.type === 'LogicalExpression') {
    const condition = nameOf(nodeAt(value, 'left')) ?? ''
    return findProperty(call, condition)?.['value'] === true ? inner(nodeAt(value, 'right')) : []
  }
  return nodesAt(value, 'properties').flatMap((property) => {
    if (property.type === 'SpreadElement') return inner(nodeAt(property, 'argument'))
    const name = keyOf(property)
    return name === undefined || isOfForm(name, property, file, surroundings) ? [] : [name]
  })
}

/** A form's Content-Type needs no permission of a CORS policy. */
function isOfForm(
  name: string,
  property: Node,
  file: SourceFile,
  surroundings: Surroundings,
): boolean {
  return (
    /^content-type$/i.test(name) &&
    /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/.test(
      readText(nodeAt(property, 'value'), file, surroundings),
    )
  )
}

/** `response.headers.get('ETag')` */
function findHeadersRead(
  scope: Node,
  file: SourceFile,
  surroundings: Surroundings,
): readonly string[] {
  const names: string[] = []
  some(scope, (node) => {
    const callee = nodeAt(node, 'callee')
    const object = nodeAt(callee, 'object')
    if (nameOf(callee) === 'get' && nameOf(object) === 'headers') {
      names.push(readText(nodesAt(node, 'arguments')[0], file, surroundings))
    }
    return false
  })
  return names.filter((name) => /^[\w-]+$/.test(name))
}
