import { lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

import { examine, type ExamineOptions, type ExplainedFinding } from './examine.ts'
import type { FoundFiles } from './project/find-files.ts'

/** A file, as it is and as it will be. */
export interface FixedFile {
  readonly file: string
  readonly before: string
  readonly after: string
}

/**
 * Works out the changes that are safe: each is one value in one line, and is kept only when it leaves no more errors
 * than before. Writes nothing.
 */
export function planFixes(
  found: FoundFiles,
  folder: string,
  options: ExamineOptions,
): readonly FixedFile[] {
  const texts = new Map(found.files.map(({ file, text }) => [file, text]))
  const judge = (): readonly ExplainedFinding[] => {
    const files = found.files.map(({ file }) => ({ file, text: texts.get(file) ?? '' }))
    return examine({ ...found, files }, folder, options).findings
  }
  const tried = new Set<string>()
  for (let round = 0; round < mostChanges; round++) {
    const findings = judge()
    const next = findings.find((finding) => finding.change && !tried.has(idOf(finding)))
    if (!next) break
    tried.add(idOf(next))
    const before = texts.get(next.file ?? '')
    const after = before === undefined ? undefined : applyChange(before, next)
    if (before === undefined || after === undefined || after === before) continue
    texts.set(next.file ?? '', after)
    if (countErrors(judge()) > countErrors(findings)) texts.set(next.file ?? '', before)
  }
  return found.files.flatMap(({ file, text }) => {
    const after = texts.get(file) ?? text
    return after === text ? [] : [{ file, before: text, after }]
  })
}

/** Writes the files, each only while it is what was read; gives a sentence for each that was not written. */
export function writeFixes(folder: string, files: readonly FixedFile[]): readonly string[] {
  return files.flatMap(({ file, before, after }) => {
    const path = join(folder, file)
    try {
      if (lstatSync(path).isSymbolicLink()) return [`${file} is a link and was not changed.`]
      const bytes = readFileSync(path)
      if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return [`${file} is UTF-16 and was not changed: save it as UTF-8.`]
      const written = bytes.toString('utf8')
      const mark = written.startsWith('\uFEFF') ? '\uFEFF' : ''
      if (written !== mark + before) return [`${file} has changed meanwhile and was left.`]
      writeFileSync(path, mark + after)
      return []
    } catch (error) {
      const reason =
        error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
      return [`${file} cannot be written (${reason}).`]
    }
  })
}

/** More than one project has; ends what could go round in circles. */
const mostChanges = 40

function idOf({ code, file, line, change }: ExplainedFinding): string {
  return JSON.stringify([code, file, line, change])
}

function countErrors(findings: readonly ExplainedFinding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length
}

function applyChange(text: string, { change: wanted, line }: ExplainedFinding): string | undefined {
  if (!wanted || line === undefined) return undefined
  return wanted.kind === 'variable'
    ? changeVariable(text, line, wanted.name, wanted.value)
    : addListEntry(text, line, wanted.key, wanted.entry)
}

/** Keeps quotes and a comment behind the value; leaves values of several lines alone. */
function changeVariable(
  text: string,
  line: number,
  name: string,
  value: string,
): string | undefined {
  const lines = text.split('\n')
  const written = lines[line - 1] ?? ''
  const parts = /^(\s*(?:export\s+)?[\w.-]+\s*=\s*)(["'`]?)(.*?)\2(\s+#[^\r]*\r?|\s*)$/.exec(
    written,
  )
  if (!parts) return undefined
  const [, start = '', quote = '', , end = ''] = parts
  lines[line - 1] = `${start}${quote}${value}${quote}${end}`
  const changed = lines.join('\n')
  return parseEnv(changed)[name] === value ? changed : undefined
}

/** Puts an entry at the start of a list, in place of an empty text if that is all it has. */
function addListEntry(text: string, line: number, key: string, entry: string): string | undefined {
  const offset = text
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length
  const list = new RegExp(String.raw`("${key}(?::[^"]*)?"\s*:\s*\[)(\s*""\s*(?=\]))?(\s*)`, 'g')
  list.lastIndex = offset
  const found = list.exec(text)
  if (!found) return undefined
  const [whole, start = '', , space = ''] = found
  const rest = text.slice(found.index + whole.length)
  const added = `${start}${space}${JSON.stringify(entry)}${rest.startsWith(']') ? '' : ','}${space === '' ? '' : ' '}`
  return text.slice(0, found.index) + added.trimEnd() + (rest.startsWith(']') ? '' : ' ') + rest
}
