import type { SourcePlace } from '@mudbrick/doctor'

import { placeOf } from './place-of.ts'
import { isForAnotherProvider } from './sign-in-facts.ts'
import type { SourceFile } from './source-file.ts'
import { keyOf, type Node, nameOf, nodeAt, nodesAt, walk } from './syntax-tree.ts'
import { openObject, type Surroundings } from './names.ts'
import { readText, unknownText } from './written-text.ts'

/** A setting that is written into the source instead of a file of variables. */
export interface WrittenSetting {
  readonly name: string
  readonly value: string
  readonly place: SourcePlace
}

/** Client id, redirect URI, scopes and hosts that a file has as plain text. */
export function readWrittenSettings(
  file: SourceFile,
  surroundings: Surroundings,
): readonly WrittenSetting[] {
  if (!words.test(file.text) || isForAnotherProvider(file, surroundings)) return []
  const settings: WrittenSetting[] = []
  walk(file.program, (node) => {
    const name =
      keyOf(node) ?? (node.type === 'VariableDeclarator' ? nameOf(nodeAt(node, 'id')) : undefined)
    const written = nodeAt(node, 'value') ?? nodeAt(node, 'init')
    const value = readLiteral(written, file, surroundings)
    if (name === undefined || value === undefined) return
    const isSetting = forms.some(([names, values]) => names.test(name) && values.test(value))
    if (!isSetting) return
    const { line, column } = placeOf(node, file)
    settings.push({
      name,
      value,
      place: { file: file.file, line, ...(column !== undefined && { column }) },
    })
  })
  return settings
}

/** A file without one of these has no setting that a rule is about. */
const words = /client_?id|redirect|callback|scope|adobeaemcloud|commerce\.adobe/i

/** Names, and what their values look like; a `scope` of something else has no `openid` in it. */
const forms: readonly (readonly [RegExp, RegExp])[] = [
  [/client_?id$/i, /^[\w-]{8,}$|^<.*>$/],
  [/(?:redirect|callback)_?ur[il]$/i, /^https?:\/\//],
  [
    /scopes?$/i,
    /^(?:openid|AdobeID|email|profile|offline_access|aem|commerce|additional_info)\b[\w.]*(?:[\s,;|+]+[\w.]+)+$/i,
  ],
  [
    /(?:host|hostname|origin|url|base|endpoint|server|author|aem|commerce)$/i,
    /^(?:https?:\/\/)?[\w.-]+\.(?:adobeaemcloud|api\.commerce\.adobe)\.com(?:[/:]\S*)?$/,
  ],
]

function readLiteral(
  node: Node | undefined,
  file: SourceFile,
  surroundings: Surroundings,
): string | undefined {
  const list = node && openObject({ node, file }, surroundings)?.node
  if (list?.type === 'ArrayExpression') {
    const texts = nodesAt(list, 'elements').map((each) => readText(each, file, surroundings))
    return texts.length === 0 || texts.some((text) => !/^[\w.]+$/.test(text))
      ? undefined
      : texts.join(',')
  }
  const isJoin = nameOf(nodeAt(node, 'callee')) === 'join'
  if (!node || (!isJoin && !/^(?:Literal|TemplateLiteral|BinaryExpression)$/.test(node.type)))
    return undefined
  if (node.type === 'Literal' && typeof node['value'] !== 'string') return undefined
  const text = readText(node, file, surroundings)
  return text === '' || text.includes(unknownText) ? undefined : text
}
