import type { SourceFact } from '@mudbrick/doctor'

import { placeOf } from './place-of.ts'
import type { SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, nodesAt, walk } from './syntax-tree.ts'
import { readText, trimsSlash } from './written-text.ts'
import { resolve, type Surroundings } from './names.ts'
import { variableOf } from './environment.ts'

/** The addresses of Adobe's that a file names, and the variables that it reads. */
export function readAddressFacts(
  file: SourceFile,
  surroundings: Surroundings,
): readonly SourceFact[] {
  const facts: SourceFact[] = []
  for (const node of file.texts) {
    const text = readText(node, file, surroundings)
    const place = placeOf(node, file)
    if (isWritten(node) && ofAdobe.test(text)) {
      facts.push({ kind: 'address', value: text.replaceAll('{}', ''), ...place })
    }
    const path = commercePath.exec(text)?.[0]
    if (path !== undefined && isWritten(node)) {
      const host = /^https?:\/\/([\w.-]+)/.exec(text)?.[1]
      facts.push({ kind: 'commerce-path', path: path.replaceAll('{}', '…'), host, ...place })
    }
    if (
      /^[^\s]*[?&]client_secret=[^&\s]/.test(text) &&
      /\?/.test(text) &&
      /^https?:|\/ims\//.test(text)
    ) {
      facts.push({ kind: 'secret', form: 'address', ...place })
    }
    if (isOldExpressScript(text)) facts.push({ kind: 'express-sdk', use: 'script', ...place })
  }
  walk(file.program, (node) => {
    if (node.type === 'CallExpression' && isCodeExchange(nodeAt(node, 'callee'))) {
      facts.push({ kind: 'express-sdk', use: 'exchange', ...placeOf(node, file) })
    }
    const variable = variableOf(node, file, surroundings)
    if (variable) facts.push({ kind: 'variable-read', ...variable, ...placeOf(node, file) })
    const host = findTrimmedHost(node, file, surroundings)
    if (host !== undefined) facts.push({ kind: 'host-trimmed', name: host, ...placeOf(node, file) })
  })
  return facts
}

/** Versions 1 and 2 of the Adobe Express Embed SDK, by the address of their script. */
export function isOldExpressScript(address: string): boolean {
  return /^https:\/\/[\w.-]*cc-embed\.adobe\.com\/(?:sdk\/)?v[12]\//.test(address)
}

const ofAdobe =
  /^https?:\/\/[\w.-]*\.(?:adobelogin\.com|services\.adobe\.com|adobeaemcloud\.com|commerce\.adobe\.com)(?:[/:]|$)/

const commercePath = /\/rest(?:\/\w+)?\/v1\b[^?#]*|\/V1\/integration\/(?:admin|customer)\/token\b/i

/** A text that is all variable is told by the variable. */
function isWritten(node: Node): boolean {
  if (node.type === 'Literal') return true
  if (node.type === 'BinaryExpression') {
    const right = nodeAt(node, 'right')
    return (right !== undefined && isWritten(right)) || isWritten(nodeAt(node, 'left') ?? node)
  }
  const quasis: readonly unknown[] = Array.isArray(node['quasis']) ? node['quasis'] : []
  return quasis.some(
    (quasi) =>
      JSON.stringify(quasi).includes('"cooked":"') && !/"cooked":""/.test(JSON.stringify(quasi)),
  )
}

/** The variable whose trailing slash a program takes care of: by `new URL(path, host)`, or by cutting it off. */
function findTrimmedHost(
  node: Node,
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  if (!/^(?:New|Call)Expression$/.test(node.type)) return undefined
  const callee = nodeAt(node, 'callee')
  const name = nameOf(callee) ?? ''
  const given = nodesAt(node, 'arguments')
  const isUrl = name === 'URL' && node.type === 'NewExpression'
  const isJoin =
    /^(?:urlJoin|urljoin|joinURL|withoutTrailingSlash|(?:strip|trim|remove|drop|cut)\w*slash\w*)$/i.test(
      name,
    )
  if (isUrl || isJoin) {
    return given.map((each) => findVariable(each, file, surroundings)).find(Boolean)
  }
  const cuts = /^(?:replace|replaceAll)$/.test(name) && trimsSlash(node)
  const isTested = name === 'endsWith' && nameOf(given[0]) === '/'
  return cuts || isTested ? findVariable(nodeAt(callee, 'object'), file, surroundings) : undefined
}

/** The variable behind an expression, through names, `??` and files. */
function findVariable(
  node: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
  depth = 0,
): string | undefined {
  if (!node || depth > 6) return undefined
  const own = variableOf(node, file, surroundings)
  if (own) return own.name
  if (node.type === 'LogicalExpression') {
    return findVariable(nodeAt(node, 'left'), file, surroundings, depth + 1)
  }
  if (node.type === 'CallExpression') {
    const inner = nodeAt(nodeAt(node, 'callee'), 'object') ?? nodesAt(node, 'arguments')[0]
    return findVariable(inner, file, surroundings, depth + 1)
  }
  const found = resolve(node, file, surroundings)
  return found && found.node !== node
    ? findVariable(found.node, found.file, surroundings, depth + 1)
    : undefined
}

/** A method of the SDK; our own package has a function of that name, which is not a method. */
function isCodeExchange(callee: Node | undefined): boolean {
  return callee?.type === 'MemberExpression' && nameOf(callee) === 'exchangeAuthCodeForToken'
}
