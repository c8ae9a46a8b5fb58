import type { RedirectUriSource, SourceFact } from '@mudbrick/doctor'

import { findParameterGroups, type ParameterGroup } from './request-parameters.ts'
import { placeOf } from './place-of.ts'
import { lineAt, type Found, type SourceFile } from './source-file.ts'
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
import { readText, unknownText } from './written-text.ts'
import { resolve, type Surroundings } from './names.ts'

type Fact<Kind extends SourceFact['kind']> = Extract<SourceFact, { readonly kind: Kind }>

/** The authorization requests that a file puts together. */
export function readAuthorizationRequests(
  file: SourceFile,
  surroundings: Surroundings,
): readonly Fact<'authorization-request'>[] {
  if (!/client_id|response_type/.test(file.text)) return []
  if (isForAnotherProvider(file, surroundings)) return []
  const groups = findParameterGroups(file, surroundings, ['client_id', 'response_type'])
  // An object that is spread into another is a part of that request.
  const whole = groups.filter((group) => !isSpread(group.node, file) && !isForLibrary(group, file))
  return whole.map((group) => {
    const parameters = new Set([...group.values.keys(), ...findAdded(file, surroundings)])
    if (hasFixedState(group, file, surroundings)) parameters.delete('state')
    return {
      kind: 'authorization-request',
      ...placeOf(group.node, file),
      parameters: [...parameters],
      challenge: readChallenge(group, parameters, file, surroundings),
      challengeMethod: readWritten(group, 'code_challenge_method', file, surroundings),
      encodedTwice: findEncodedTwice(group),
      responseType: readWritten(group, 'response_type', file, surroundings),
      redirectUriFrom: readRedirectUri(group, surroundings),
      redirectUri: readWritten(group, 'redirect_uri', file, surroundings),
      lines: readLines(group, file),
    }
  })
}

/** The token requests that a file puts together. */
export function readTokenRequests(
  file: SourceFile,
  surroundings: Surroundings,
): readonly Fact<'token-request'>[] {
  if (!file.text.includes('grant_type')) return []
  if (isForAnotherProvider(file, surroundings)) return []
  return findParameterGroups(file, surroundings, ['grant_type']).map((group) => {
    const written = readValue(group.values.get('grant_type'), surroundings)
    const inText = /grant_type=([\w-]+)/.exec(readText(group.node, file, surroundings))?.[1]
    const grantType = /^[\w-]+$/.test(written) ? written : inText
    return {
      kind: 'token-request',
      ...placeOf(group.node, file),
      grantType,
      parameters: [...group.values.keys()],
      ...readScope(group, surroundings),
      redirectUriFrom: readRedirectUri(group, surroundings),
      redirectUri: readWritten(group, 'redirect_uri', file, surroundings),
      lines: readLines(group, file),
      keepsRefreshToken: grantType !== 'refresh_token' || keepsRefreshToken(group),
    }
  })
}

/** The scopes that stand in the request itself. */
function readScope(
  { values }: ParameterGroup,
  surroundings: Surroundings,
): { readonly scope?: string } {
  const found = values.get('scope')
  const scope = found?.node.type === 'Literal' ? readValue(found, surroundings) : undefined
  return scope === undefined ? {} : { scope }
}

function readValue(found: Found | undefined, surroundings: Surroundings): string {
  return found ? readText(found.node, found.file, surroundings) : unknownText
}

/** The value of a parameter, where the whole of it is written somewhere. */
function readWritten(
  { node, values }: ParameterGroup,
  name: string,
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  const value = readValue(values.get(name), surroundings)
  if (!value.includes(unknownText)) return value
  const text = new RegExp(String.raw`[?&]${name}=([^&{}]+)(?:&|$)`).exec(
    readText(node, file, surroundings),
  )?.[1]
  return text === undefined ? undefined : safelyDecode(text)
}

function safelyDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `encodeURIComponent` around a value that is encoded again when the address is made. */
function findEncodedTwice({ node, around, values }: ParameterGroup): readonly string[] {
  const parent = around.at(-1)
  const maker = nameOf(nodeAt(parent, 'callee')) ?? ''
  const isEncoded =
    node.type === 'CallExpression' || /^(?:URLSearchParams|HttpParams|stringify)$/.test(maker)
  if (!isEncoded) return []
  return [...values].flatMap(([name, found]) =>
    nameOf(nodeAt(found?.node, 'callee')) === 'encodeURIComponent' ? [name] : [],
  )
}

/** The line of each parameter, where it stands in this file. */
function readLines({ values }: ParameterGroup, file: SourceFile): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...values].flatMap(([name, found]) =>
      found?.file.file === file.file ? [[name, lineAt(file.text, found.node.start)]] : [],
    ),
  )
}

/** A file that names the sign-in of others, and nothing of Adobe's. */
export function isForAnotherProvider(file: SourceFile, surroundings: Surroundings): boolean {
  const known = ofOthers.get(file)
  if (known !== undefined) return known
  const judged = namesAnotherProvider(file, surroundings)
  ofOthers.set(file, judged)
  return judged
}

/** Several readers ask of one file. */
const ofOthers = new WeakMap<SourceFile, boolean>()

function namesAnotherProvider(file: SourceFile, surroundings: Surroundings): boolean {
  const hosts = file.texts.flatMap((node) => {
    const text = readText(node, file, surroundings)
    return /^https?:\/\/([^/:]+).*(?:oauth|authorize|login)/.exec(text)?.[1] ?? []
  })
  return hosts.length > 0 && !hosts.some((host) => /adobe|localhost|127\.0\.0\.1|\{/.test(host))
}

function isSpread(node: Node, file: SourceFile): boolean {
  const name = [...file.constants].find(([, value]) => value === node)?.[0]
  return (
    name !== undefined &&
    some(
      file.program,
      (other) => other.type === 'SpreadElement' && nameOf(nodeAt(other, 'argument')) === name,
    )
  )
}

/** Settings of a client library, which makes state, nonce and challenge itself. */
function isForLibrary({ node, around, values }: ParameterGroup, file: SourceFile): boolean {
  if (['authority', 'issuer', 'metadataUrl', 'userStore'].some((name) => values.has(name))) {
    return true
  }
  const name = [...file.constants].find(([, value]) => value === node)?.[0]
  const isGiven = (call: Node): boolean =>
    /^(?:Call|New)Expression$/.test(call.type) &&
    !ofQueries.test(moduleOf(call, file)) &&
    moduleOf(call, file) !== '' &&
    nodesAt(call, 'arguments').some(
      (each) => each === node || (name !== undefined && nameOf(each) === name),
    )
  const [parent] = around.slice(-1)
  return (
    (parent !== undefined && isGiven(parent)) || (name !== undefined && some(file.program, isGiven))
  )
}

/** Modules that only write parameters down or send them. */
const ofQueries =
  /^(?:qs|query-string|node:querystring|querystring|node:url|url|axios|got|ky|undici|\.|@angular\/common|@\/|~\/)/

function moduleOf(call: Node, file: SourceFile): string {
  return file.imports.get((pathOf(nodeAt(call, 'callee')) ?? '').split('.')[0] ?? '') ?? ''
}

const ofRequest: ReadonlySet<string> = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'code_challenge',
  'scope',
  'code_challenge_method',
])

/** Parameters that the same file adds to a request elsewhere; what is doubtful counts as added. */
function findAdded(file: SourceFile, surroundings: Surroundings): readonly string[] {
  return ['state', 'nonce', 'code_challenge', 'code_challenge_method'].filter((name) =>
    findParameterGroups(file, surroundings, [name]).some(
      ({ node, values }) =>
        node.type === 'CallExpression' ||
        node.type === 'TemplateLiteral' ||
        [...values.keys()].some((other) => other !== name && ofRequest.has(other)) ||
        nodesAt(node, 'properties').some(({ type }) => type === 'SpreadElement'),
    ),
  )
}

/** A state that is always the same protects like none. */
function hasFixedState(
  { node, values }: ParameterGroup,
  file: SourceFile,
  surroundings: Surroundings,
): boolean {
  const state = values.get('state')
  const value = state && resolve(state.node, state.file, surroundings)
  if (value) return value.node.type === 'Literal'
  return /[?&]state=[\w-]+(?:&|$)/.test(readText(node, file, surroundings))
}

function readChallenge(
  { node, values }: ParameterGroup,
  parameters: ReadonlySet<string>,
  file: SourceFile,
  surroundings: Surroundings,
): Fact<'authorization-request'>['challenge'] {
  const type = readValue(values.get('response_type'), surroundings)
  const written = /response_type=([^&]+)/.exec(readText(node, file, surroundings))?.[1] ?? ''
  // Only a code has a challenge.
  if (/token/.test(type) || /token/.test(written)) return 'unknown'
  if (!parameters.has('code_challenge')) return 'absent'
  if (isVerifier(values.get('code_challenge'), surroundings)) return 'plain'
  if (!parameters.has('code_challenge_method')) return 'plain'
  const method = readValue(values.get('code_challenge_method'), surroundings)
  return method === 'S256' || method === 'plain' ? method : 'unknown'
}

function isNamedVerifier(node: Node | undefined): boolean {
  return (
    node !== undefined &&
    /^(?:Identifier|MemberExpression)$/.test(node.type) &&
    /verifier$/i.test(nameOf(node) ?? '')
  )
}

/** The verifier itself, or one of two that may be it. */
function isVerifier(found: Found | undefined, surroundings: Surroundings): boolean {
  if (!found) return false
  if (isNamedVerifier(found.node)) return true
  const value = resolve(found.node, found.file, surroundings)?.node
  if (value?.type !== 'ConditionalExpression') return isNamedVerifier(value)
  return ['consequent', 'alternate'].some((branch) => isNamedVerifier(nodeAt(value, branch)))
}

function readRedirectUri(
  { values }: ParameterGroup,
  surroundings: Surroundings,
): RedirectUriSource {
  const given = values.get('redirect_uri')
  if (!values.has('redirect_uri')) return 'absent'
  const node = given && resolve(given.node, given.file, surroundings)?.node
  if (!given || !node) return 'unknown'
  if (some(node, (part) => /^(?:window\.)?location(?:\.|$)/.test(pathOf(part) ?? ''))) {
    return 'location'
  }
  const isChain = (pathOf(node) ?? pathOf(given.node) ?? '').split('.').length > 2
  return node.type === 'Literal' || isChain ? 'configuration' : 'unknown'
}

/** Looks at what the function around a refresh takes from the answer. */
function keepsRefreshToken({ node: request, around }: ParameterGroup): boolean {
  const scope = functionAround(around)
  if (!scope) return true
  const holders = new Set<string>()
  let takesAccessToken = false
  let takesRefreshToken = false
  walk(scope, (node, inner) => {
    if (node === request || inner.includes(request)) return
    if (node.type === 'MemberExpression') {
      if (nameOf(node) === 'access_token') {
        takesAccessToken = true
        holders.add(pathOf(nodeAt(node, 'object')) ?? '')
      }
      takesRefreshToken ||= nameOf(node) === 'refresh_token'
    }
    if (node.type === 'ObjectPattern') {
      const keys = nodesAt(node, 'properties').map(keyOf)
      takesAccessToken ||= keys.includes('access_token')
      takesRefreshToken ||=
        keys.includes('refresh_token') ||
        nodesAt(node, 'properties').some(({ type }) => type === 'RestElement')
    }
  })
  return !takesAccessToken || takesRefreshToken || isHandedOn(scope, holders)
}

/** An answer that is returned, stored or given to a function as a whole. */
function isHandedOn(scope: Node, names: ReadonlySet<string>): boolean {
  let isSo = false
  walk(scope, (node, around) => {
    if (node.type !== 'Identifier' || !names.has(nameOf(node) ?? '')) return
    const parent = around.at(-1)
    const isPart =
      (parent?.type === 'MemberExpression' && parent['object'] === node) ||
      (parent?.type === 'Property' && around.at(-2)?.type === 'ObjectPattern') ||
      (parent?.type === 'VariableDeclarator' && parent['id'] === node)
    isSo ||= !isPart
  })
  return isSo
}
