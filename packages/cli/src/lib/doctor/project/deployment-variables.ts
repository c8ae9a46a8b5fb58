import type { SourcePlace } from '@mudbrick/doctor'
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml'

import type { ProjectFile } from './find-files.ts'

/** The variables that a file of a deployment gives to a program. */
export interface DeploymentVariables {
  readonly file: string
  readonly values: Readonly<Record<string, string>>
  readonly places: Readonly<Record<string, SourcePlace>>
}

/**
 * Reads what Compose, Kubernetes, Helm, GitHub workflows, App Builder and settings in YAML give to programs: every
 * value under a name that a rule can be about. What is filled in later, such as `${NAME}`, is not known.
 */
export function readDeploymentVariables({
  file,
  text,
}: ProjectFile): DeploymentVariables | undefined {
  if (text.length > 200_000 || !words.test(text)) return undefined
  const values: Record<string, string> = {}
  const places: Record<string, SourcePlace> = {}
  const lines = new LineCounter()
  const add = (name: string, value: string, node: Node): void => {
    if (!/^[A-Za-z][\w.-]*$/.test(name) || !words.test(name)) return
    if (isFilledInLater(value) || values[name] !== undefined) return
    const { line, col } = lines.linePos(node.range?.[0] ?? 0)
    values[name] = value
    places[name] = { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  try {
    for (const document of parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })) {
      if ('contents' in document && document.errors.length === 0) visit(document.contents, add)
    }
  } catch {
    // A file that nests without end exhausts the parser's stack.
    return undefined
  }
  return Object.keys(values).length === 0 ? undefined : { file, values, places }
}

type Add = (name: string, value: string, node: Node) => void

function visit(node: unknown, add: Add): void {
  if (isSeq(node)) for (const item of node.items) visitItem(item, add)
  if (!isMap(node)) return
  const name = textOf(node.get('name', true))
  const value = node.get('value', true)
  const written = textOf(value)
  if (name !== undefined && written !== undefined && isScalar(value)) add(name, written, value)
  for (const { key, value: inner } of node.items) {
    const [label, text] = [textOf(key), textOf(inner)]
    if (label !== undefined && text !== undefined && isScalar(inner) && isScalar(key)) {
      add(label, text, key)
    }
    if (label !== undefined && isSeq(inner)) {
      const texts = inner.items.map(textOf)
      if (/scopes?$/i.test(label) && texts.every((each) => each !== undefined)) {
        add(label, texts.join(','), inner)
      }
    }
    visit(inner, add)
  }
}

/** `- NAME=value`, as Compose has it. */
function visitItem(item: unknown, add: Add): void {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(textOf(item) ?? '') ?? []
  if (isScalar(item) && name !== undefined && value !== undefined) add(name, value, item)
  else visit(item, add)
}

function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined
  const { value } = node
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function isFilledInLater(value: string): boolean {
  return value.trim() === '' || /\$\{|\$\(|\{\{|^\$\w/.test(value)
}

/** A file without one of these has no variable that a rule is about. */
const words =
  /adobe|ims|aem|commerce|client_?id|client_?secret|redirect|callback|scopes?|oauth|NODE_TLS_REJECT_UNAUTHORIZED/i
