import type { ApiCall, SourceFact } from '@mudbrick/doctor'

import { isOldExpressScript, readAddressFacts } from './address-facts.ts'
import { readCalls } from './call-facts.ts'
import { readAuthorizationRequests, readTokenRequests } from './sign-in-facts.ts'
import { lineAt, parseSourceFile, type SourceFile, tooDeep, type Unparsed } from './source-file.ts'
import type { Node } from './syntax-tree.ts'
import { readTokenFacts } from './token-facts.ts'
import { readWrittenSettings, type WrittenSetting } from './written-settings.ts'

/** What the source of an application shows. */
export interface SourceReading {
  readonly facts: readonly SourceFact[]
  readonly calls: readonly ApiCall[]
  readonly settings: readonly WrittenSetting[]
  /** Files that could not be parsed. */
  readonly unparsed: readonly Unparsed[]
  /** How many files were parsed. */
  readonly parsedCount: number
}

/** Reads all files of an application by their syntax trees. */
export function readSource(
  files: readonly { readonly file: string; readonly text: string }[],
  options: {
    readonly variables: Readonly<Record<string, string | undefined>>
    readonly framework: string
  },
): SourceReading {
  const parsed: SourceFile[] = []
  const unparsed: Unparsed[] = []
  const facts: SourceFact[] = []
  for (const { file, text } of files) {
    // A file without one of these words has nothing that a rule is about, and parsing it takes time.
    if (!words.test(text)) continue
    if (/\.(?:html?|vue|svelte)$/.test(file)) facts.push(...readScriptTags(file, text))
    for (const script of findScripts(file, text)) {
      const reading = tryToRead(file, () => parseSourceFile(file, script, options.framework))
      if ('program' in reading) parsed.push(reading)
      else unparsed.push(reading)
    }
  }
  const constants = new Map<string, Node>(parsed.flatMap((file) => [...file.constants]))
  const functions = new Map(
    parsed.flatMap((file) =>
      [...file.functions].map(([name, node]) => [name, { node, file }] as const),
    ),
  )
  const surroundings = { variables: options.variables, constants, functions }
  const calls: ApiCall[] = []
  const settings: WrittenSetting[] = []
  for (const file of parsed) {
    const reading = tryToRead(file.file, () => ({
      facts: [
        ...readAuthorizationRequests(file, surroundings),
        ...readTokenRequests(file, surroundings),
        ...readTokenFacts(file, surroundings),
        ...readAddressFacts(file, surroundings),
      ],
      calls: readCalls(file, surroundings),
      settings: readWrittenSettings(file, surroundings),
    }))
    if (!('facts' in reading)) {
      unparsed.push(reading)
      continue
    }
    facts.push(...reading.facts)
    calls.push(...reading.calls)
    settings.push(...reading.settings)
  }
  return {
    facts,
    calls,
    settings,
    unparsed,
    parsedCount: parsed.length,
  }
}

/** A file that nests deeper than the stack, as generated ones do, is one that cannot be read. */
function tryToRead<Reading>(file: string, read: () => Reading): Reading | Unparsed {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return { file, reason: tooDeep }
    throw error
  }
}

const words =
  /adobe|\bims\b|token|client_?(?:id|secret)|localStorage|response_type|verifier|expires_in|process\.env|import\.meta\.env|\/V1\/|p8e-|CCEverywhere|statusText/i

/** The scripts of a page, each with everything else of the page blank, so that lines stay what they are. */
function findScripts(file: string, text: string): readonly string[] {
  if (!/\.(?:html?|vue|svelte)$/.test(file)) return [text]
  return [...text.matchAll(scriptTag)].flatMap(([whole, attributes = '', code = ''], index) => {
    if (code.trim() === '' || /type=["'](?!module|text\/javascript)/.test(attributes)) return []
    const start = (findStarts(text)[index] ?? 0) + whole.indexOf(code, attributes.length)
    const before = text.slice(0, start).replaceAll(/[^\n]/g, ' ')
    return [before + code]
  })
}

const scriptTag = /<script\b([^>]*)>([^]*?)<\/script>/gi

function findStarts(text: string): readonly number[] {
  return [...text.matchAll(scriptTag)].map(({ index }) => index)
}

function readScriptTags(file: string, text: string): readonly SourceFact[] {
  return [...text.matchAll(scriptTag)].flatMap((match) => {
    const address = /\bsrc=["']([^"']+)["']/i.exec(match[1] ?? '')?.[1] ?? ''
    if (!isOldExpressScript(address)) return []
    const line = lineAt(text, match.index)
    return [
      { kind: 'express-sdk' as const, use: 'script' as const, file, line, runsIn: 'page' as const },
    ]
  })
}
