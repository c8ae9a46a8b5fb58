import type { ApiCall } from '@mudbrick/doctor'

import { placeOf } from './place-of.ts'
import type { Found, SourceFile } from './source-file.ts'
import { functionAround, keyOf, type Node, nameOf, nodeAt, nodesAt, walk } from './syntax-tree.ts'
import { calledFunction, openObject, propertyOf, resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'

/** The requests to AEM that a file sends. */
export function readCalls(file: SourceFile, surroundings: Surroundings): readonly ApiCall[] {
  const calls: ApiCall[] = []
  walk(file.program, (node, around) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const found = findPath(node, file, surroundings)
    if (!found) return
    const options = [
      ...found.options.flatMap((option) => resolve(option, file, surroundings) ?? []),
      ...findOptionsOfClient(node, file, surroundings),
      ...findOptionsOfWrapper(node, file, surroundings),
    ]
    const headers = readHeaders(options, found.options, file, surroundings)
    const scope = functionAround(around)
    const { line, column } = placeOf(node, file)
    calls.push({
      path: found.path,
      method: readMethod(node, options, surroundings),
      headers: [...new Set(headers.names)],
      areHeadersKnown: headers.areKnown,
      readsHeaders: scope ? findHeadersRead(scope, file, surroundings) : [],
      ...(sendsCookies(options, surroundings) && { credentials: 'include' as const }),
      sentBy: file.runsIn === 'page' ? 'page' : 'server',
      place: { file: file.file, line, ...(column !== undefined && { column }) },
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
    /^(?:URL|URLSearchParams|Error|log|error|debug|warn|replace|startsWith|includes|test|match|join|concat|String|require|import|describe|it|rewrite|proxy|use)$/.test(
      callee,
    )
  ) {
    return undefined
  }
  const arguments_ = nodesAt(node, 'arguments')
  for (const [index, argument] of arguments_.entries()) {
    const address =
      argument.type === 'ObjectExpression'
        ? ['url', 'path', 'endpoint']
            .map((name) => propertyOf({ node: argument, file }, name, surroundings))
            .find(Boolean)
        : { node: argument, file }
    if (!address) continue
    const path = aemPath.exec(readText(address.node, address.file, surroundings))?.[0]
    if (path === undefined || isAddressBuilder(node, file, surroundings)) continue
    const options = argument.type === 'ObjectExpression' ? [argument] : arguments_.slice(index + 1)
    return { path: path.replaceAll('{}', 'x').replace(/\/$/, ''), options }
  }
  return undefined
}

/** A function of the project that makes an address of a path sends nothing. */
function isAddressBuilder(call: Node, file: SourceFile, surroundings: Surroundings): boolean {
  const called =
    call.type === 'CallExpression' ? calledFunction(call, file, surroundings) : undefined
  if (!called) return false
  const body = nodeAt(called.node, 'body')
  return (
    body !== undefined && /^(?:TemplateLiteral|BinaryExpression|NewExpression)$/.test(body.type)
  )
}

/** Shared settings of a client, as `axios.create` and `ky.extend` take them. */
function findOptionsOfClient(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): readonly Found[] {
  const callee = nodeAt(node, 'callee')
  const object = callee?.type === 'MemberExpression' ? nodeAt(callee, 'object') : callee
  const client = resolve(object, file, surroundings)
  const maker = nameOf(nodeAt(client?.node, 'callee')) ?? ''
  if (client?.node.type !== 'CallExpression' || !/^(?:create|extend|defaults)$/.test(maker))
    return []
  const [given] = nodesAt(client.node, 'arguments')
  const found = resolve(given, client.file, surroundings)
  return found ? [found] : []
}

/** The settings with which a function of the project sends a request. */
function findOptionsOfWrapper(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): readonly Found[] {
  const wrapper =
    node.type === 'CallExpression' ? calledFunction(node, file, surroundings) : undefined
  if (!wrapper) return []
  const found: Found[] = []
  walk(wrapper.node, (inner) => {
    if (inner.type !== 'CallExpression') return
    for (const argument of nodesAt(inner, 'arguments')) {
      const object = openObject(resolve(argument, wrapper.file, surroundings), surroundings)
      if (object?.node.type === 'ObjectExpression') found.push(object)
    }
  })
  return found
}

function readMethod(node: Node, options: readonly Found[], surroundings: Surroundings): string {
  const written = readOption(options, 'method', surroundings)
  if (written !== undefined && /^[a-z]+$/i.test(written)) return written
  const name = nameOf(nodeAt(node, 'callee')) ?? ''
  const verb = /^(post|put|patch|delete|head)(?:$|[A-Z])/.exec(name)?.[1]
  return verb === undefined ? 'GET' : verb.toUpperCase()
}

function readOption(
  options: readonly Found[],
  name: string,
  surroundings: Surroundings,
): string | undefined {
  for (const option of options) {
    const value = propertyOf(option, name, surroundings)
    if (value) return readText(value.node, value.file, surroundings)
  }
  return undefined
}

function sendsCookies(options: readonly Found[], surroundings: Surroundings): boolean {
  if (readOption(options, 'credentials', surroundings) === 'include') return true
  return options.some(
    (option) => propertyOf(option, 'withCredentials', surroundings)?.node['value'] === true,
  )
}

interface HeaderNames {
  readonly names: readonly string[]
  /** False where a program adds some that cannot be read. */
  readonly areKnown: boolean
}

/** Those of the call; where it names none, those that the file sets elsewhere, for a wrapper. */
function readHeaders(
  options: readonly Found[],
  written: readonly Node[],
  file: SourceFile,
  surroundings: Surroundings,
): HeaderNames {
  const given = options.flatMap((option) => propertyOf(option, 'headers', surroundings) ?? [])
  if (given.length > 0) {
    const all = given.map((each) => namesIn(each, surroundings, options[0]))
    return {
      names: all.flatMap(({ names }) => names),
      areKnown: all.every(({ areKnown }) => areKnown),
    }
  }
  const none = { names: [], areKnown: false }
  if (written[0]?.type !== 'ObjectExpression' || written.length > 1) return none
  const shared = file.constants.get('headers')
  return shared ? namesIn({ node: shared, file }, surroundings, options[0]) : none
}

function namesIn(
  found: Found | undefined,
  surroundings: Surroundings,
  call?: Found,
  depth = 0,
): HeaderNames {
  const named = found && resolve(found.node, found.file, surroundings)
  const value = openObject(named, surroundings)
  if (!value || depth > 6) return unknownHeaders
  const inner = (part: Node | undefined): HeaderNames =>
    part ? namesIn({ node: part, file: value.file }, surroundings, call, depth + 1) : unknownHeaders
  const { node, file } = value
  if (node.type === 'LogicalExpression') {
    const condition = nodeAt(node, 'left')
    const bound = resolve(condition, file, surroundings)
    const given = propertyOf(call, nameOf(condition) ?? '', surroundings) ?? bound
    return given?.node['value'] === true
      ? inner(nodeAt(node, 'right'))
      : { names: [], areKnown: given?.node['value'] === false }
  }
  if (node.type === 'ConditionalExpression') {
    const branches = [inner(nodeAt(node, 'consequent')), inner(nodeAt(node, 'alternate'))]
    return { names: branches.flatMap(({ names }) => names), areKnown: false }
  }
  if (node.type !== 'ObjectExpression') return unknownHeaders
  const parts = nodesAt(node, 'properties').map((property): HeaderNames => {
    if (property.type === 'SpreadElement') return inner(nodeAt(property, 'argument'))
    const name = keyOf(property)
    if (name === undefined) return unknownHeaders
    return { names: isOfForm(name, property, file, surroundings) ? [] : [name], areKnown: true }
  })
  return {
    names: parts.flatMap(({ names }) => names),
    areKnown: parts.every(({ areKnown }) => areKnown),
  }
}

const unknownHeaders: HeaderNames = { names: [], areKnown: false }

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

/** `response.headers.get('ETag')`, here or in a function that is called here. */
function findHeadersRead(
  scope: Node,
  file: SourceFile,
  surroundings: Surroundings,
  depth = 0,
): readonly string[] {
  const names: string[] = []
  walk(scope, (node) => {
    if (node.type !== 'CallExpression') return
    const callee = nodeAt(node, 'callee')
    const object = nodeAt(callee, 'object')
    if (nameOf(callee) === 'get' && nameOf(object) === 'headers') {
      names.push(readText(nodesAt(node, 'arguments')[0], file, surroundings))
    }
    const called = depth < 2 ? calledFunction(node, file, surroundings) : undefined
    if (called) names.push(...findHeadersRead(called.node, called.file, surroundings, depth + 1))
  })
  return names.filter((name) => /^[\w-]+$/.test(name))
}
