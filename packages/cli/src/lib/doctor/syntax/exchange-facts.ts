import type { SourceFact } from '@mudbrick/doctor'

import { placeOf } from './place-of.ts'
import { isForAnotherProvider } from './sign-in-facts.ts'
import type { Found, SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, pathOf, some, walk } from './syntax-tree.ts'
import { propertyOf, resolve, type Surroundings } from './names.ts'
import { readText } from './written-text.ts'

/** How a file sends token requests, whether it reads the state of an answer, and what it switches off. */
export function readExchangeFacts(
  file: SourceFile,
  surroundings: Surroundings,
): readonly SourceFact[] {
  if (!words.test(file.text)) return []
  const facts: SourceFact[] = []
  const isOfOthers = isForAnotherProvider(file, surroundings)
  walk(file.program, (node, around) => {
    if (!ofInterest.has(node.type)) return
    const place = (): ReturnType<typeof placeOf> => placeOf(node, file)
    const json = isOfOthers ? undefined : findJsonBody(node, file, surroundings)
    if (json) facts.push({ kind: 'json-token-request', ...placeOf(json.node, json.file) })
    if (readsState(node, around)) facts.push({ kind: 'reads-state', ...place() })
    if (switchesChecksOff(node)) facts.push({ kind: 'certificate-checks-off', ...place() })
    if (isOpenerPolicy(node) || isHelmet(node, file))
      facts.push({ kind: 'opener-policy', ...place() })
    if (buildsSecretIn(node, around, file)) {
      facts.push({ kind: 'secret', form: 'build', ...place(), runsIn: 'page' })
    }
    const environment = readImslibEnvironment(node, around)
    if (environment !== undefined)
      facts.push({ kind: 'imslib-environment', environment, ...place() })
    if (opensPopup(node)) facts.push({ kind: 'popup', ...place() })
  })
  return facts
}

/** A file without one of these has nothing that is read here. */
const words =
  /state|json|application|rejectUnauthorized|NODE_TLS|opener-policy|helmet|popup|\bopen\b|secret|environment/i

/** Most nodes are of other types. */
const ofInterest: ReadonlySet<string> = new Set([
  'AssignmentExpression',
  'BinaryExpression',
  'CallExpression',
  'MemberExpression',
  'ObjectExpression',
  'Property',
])

/** A token request of JSON, which no document of IMS knows. */
function findJsonBody(node: Node, file: SourceFile, surroundings: Surroundings): Found | undefined {
  if (node.type !== 'CallExpression') return undefined
  const given = nodesAt(node, 'arguments')
  const address = readText(given[0], file, surroundings)
  if (!ofTokenEndpoint.test(address)) return undefined
  const options = given.slice(1).flatMap((each) => resolve(each, file, surroundings) ?? [])
  const bodies = [
    ...options,
    ...options.flatMap((option) => propertyOf(option, 'body', surroundings) ?? []),
    ...options.flatMap((option) => propertyOf(option, 'json', surroundings) ?? []),
  ]
  for (const option of options) {
    const headers = propertyOf(option, 'headers', surroundings)
    const holder = headers && resolve(headers.node, headers.file, surroundings)
    const type =
      propertyOf(holder, 'Content-Type', surroundings) ??
      propertyOf(holder, 'content-type', surroundings)
    if (type && /^application\/json/i.test(readText(type.node, type.file, surroundings)))
      return type
  }
  return bodies.find(({ node: body }) => pathOf(nodeAt(body, 'callee')) === 'JSON.stringify')
}

/** IMS, or a proxy of the application's server that leads there under the same path. */
const ofTokenEndpoint = /^(?:https?:\/\/[^/]*|\{\})?\/ims\/token(?:\/v\d)?\/?(?:[?#]|$)/

/** The state of an answer, however a program gets at it. */
function readsState(node: Node, around: readonly Node[]): boolean {
  const name = nameOf(node) ?? ''
  if (node.type === 'MemberExpression' && /^(?:received|returned)?_?state$/i.test(name)) {
    const parent = around.at(-1)
    const isWritten = parent?.type === 'AssignmentExpression' && parent['left'] === node
    return !isWritten
  }
  if (node.type === 'Property' && around.at(-1)?.type === 'ObjectPattern') {
    return keyOf(node) === 'state'
  }
  if (
    node.type === 'CallExpression' &&
    /^(?:get|query|getItem)$/.test(nameOf(nodeAt(node, 'callee')) ?? '')
  ) {
    return nameOf(nodesAt(node, 'arguments')[0]) === 'state'
  }
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(node['operator']))) return false
  return [nodeAt(node, 'left'), nodeAt(node, 'right')].some((side) =>
    /state$/i.test(nameOf(side) ?? ''),
  )
}

/** `rejectUnauthorized: false` and the variable of Node.js. */
function switchesChecksOff(node: Node): boolean {
  if (keyOf(node) === 'rejectUnauthorized') return nodeAt(node, 'value')?.['value'] === false
  if (node.type !== 'AssignmentExpression') return false
  const left = pathOf(nodeAt(node, 'left')) ?? ''
  return (
    left.endsWith('env.NODE_TLS_REJECT_UNAUTHORIZED') &&
    String(nodeAt(node, 'right')?.['value']) === '0'
  )
}

/** A header that separates a page from the windows that it opens. */
function isOpenerPolicy(node: Node): boolean {
  if (!/^(?:ObjectExpression|CallExpression|Property)$/.test(node.type)) return false
  const parts = [
    ...nodesAt(node, 'properties').map((property) => nodeAt(property, 'value')),
    ...nodesAt(node, 'arguments'),
    ...(node.type === 'Property' ? [nodeAt(node, 'key'), nodeAt(node, 'value')] : []),
  ]
  const texts = parts.map((part) => (part?.type === 'Literal' ? (nameOf(part) ?? '') : ''))
  return (
    texts.some((text) => /^cross-origin-opener-policy$/i.test(text)) &&
    texts.includes('same-origin')
  )
}

/** Helmet sends the header `same-origin` if it is not told otherwise. */
function isHelmet(node: Node, file: SourceFile): boolean {
  if (node.type !== 'CallExpression') return false
  const name = nameOf(nodeAt(node, 'callee')) ?? ''
  if (file.imports.get(name) !== 'helmet') return false
  const [options] = nodesAt(node, 'arguments')
  return !nodesAt(options, 'properties').some(
    (property) => keyOf(property) === 'crossOriginOpenerPolicy',
  )
}

/** `window.adobeid = { client_id, scope, environment }` */
function readImslibEnvironment(node: Node, around: readonly Node[]): string | undefined {
  if (keyOf(node) !== 'environment') return undefined
  const names = nodesAt(around.at(-1), 'properties').map(keyOf)
  const value = nodeAt(node, 'value')
  return names.includes('client_id') && value?.type === 'Literal' ? nameOf(value) : undefined
}

function opensPopup(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = nodeAt(node, 'callee')
  const path = pathOf(callee) ?? nameOf(callee) ?? ''
  return /^(?:window\.)?open$/.test(path) || /popup/i.test(nameOf(callee) ?? '')
    ? !some(callee ?? node, ({ type }) => type === 'Literal')
    : false
}

/** `define` of Vite and webpack and `env` of Next put values into the page under any name. */
function buildsSecretIn(node: Node, around: readonly Node[], { file }: SourceFile): boolean {
  if (
    !/(?:^|\/)(?:vite|next|webpack|rsbuild|rspack|astro|nuxt|vue)\.config\.[cm]?[jt]s$/.test(file)
  ) {
    return false
  }
  const isOfNuxt = file.includes('nuxt.config')
  const isInside =
    (isOfNuxt && around.some((outer) => keyOf(outer) === 'public')) ||
    around.some((outer) => /^(?:define|env)$/.test(keyOf(outer) ?? '')) ||
    around.some((outer) =>
      /DefinePlugin|EnvironmentPlugin/.test(nameOf(nodeAt(outer, 'callee')) ?? ''),
    )
  const value = nodeAt(node, 'value')
  if (!isInside || node.type !== 'Property' || !value || value.type === 'ObjectExpression')
    return false
  const isSecret = /CLIENT_?SECRET|_SECRET$|SECRET_KEY/i
  return (
    isSecret.test(keyOf(node) ?? '') || some(value, (part) => isSecret.test(nameOf(part) ?? ''))
  )
}
