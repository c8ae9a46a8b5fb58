import type { SourceFact } from '@mudbrick/doctor'

import { placeOf } from './sign-in-facts.ts'
import type { SourceFile } from './source-file.ts'
import { type Node, nameOf, nodeAt, pathOf, walk } from './syntax-tree.ts'
import { readText, type Surroundings } from './written-text.ts'

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
    const path = /\/rest(?:\/\w+)?\/v1\b[^?#]*/i.exec(text)?.[0]
    if (path !== undefined)
      facts.push({ kind: 'commerce-path', path: path.replaceAll('{}', '…'), ...place })
    if (isOldExpressScript(text)) facts.push({ kind: 'express-sdk', use: 'script', ...place })
  }
  walk(file.program, (node) => {
    if (node.type === 'CallExpression' && isCodeExchange(nodeAt(node, 'callee'))) {
      facts.push({ kind: 'express-sdk', use: 'exchange', ...placeOf(node, file) })
    }
    const [, root, name] = /^(process|import\.meta)\.env\.(\w+)$/.exec(pathOf(node) ?? '') ?? []
    if (name !== undefined) {
      const through = root === 'process' ? 'process' : 'vite'
      facts.push({ kind: 'variable-read', name, through, ...placeOf(node, file) })
    }
  })
  return facts
}

/** Versions 1 and 2 of the Adobe Express Embed SDK, by the address of their script. */
export function isOldExpressScript(address: string): boolean {
  return /^https:\/\/[\w.-]*cc-embed\.adobe\.com\/(?:sdk\/)?v[12]\//.test(address)
}

const ofAdobe =
  /^https?:\/\/[\w.-]*\.(?:adobelogin\.com|services\.adobe\.com|adobeaemcloud\.com|commerce\.adobe\.com)(?:[/:]|$)/

/** A template that is all variable is told by the variable. */
function isWritten(node: Node): boolean {
  return node.type === 'Literal' || readFirstPart(node) !== ''
}

function readFirstPart(node: Node): string {
  const [first] = Array.isArray(node['quasis']) ? node['quasis'] : []
  return typeof first?.value?.cooked === 'string' ? first.value.cooked : ''
}

/** A method of the SDK; our own package has a function of that name, which is not a method. */
function isCodeExchange(callee: Node | undefined): boolean {
  return callee?.type === 'MemberExpression' && nameOf(callee) === 'exchangeAuthCodeForToken'
}
