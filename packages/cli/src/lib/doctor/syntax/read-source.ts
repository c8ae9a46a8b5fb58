import type { ApiCall, SourceFact } from '@mudbrick/doctor'

import { isOldExpressScript, readAddressFacts } from './address-facts.ts'
import { readCalls } from './call-facts.ts'
import { readExchangeFacts } from './exchange-facts.ts'
import { createModules, type ModuleNames } from './modules.ts'
import { findScripts, isPage, listScriptTags } from './scripts.ts'
import { readAuthorizationRequests, readTokenRequests } from './sign-in-facts.ts'
import {
  type Found,
  lineAt,
  parseSourceFile,
  type SourceFile,
  tooDeep,
  type Unparsed,
} from './source-file.ts'
import { readTokenFacts } from './token-facts.ts'
import { readWrittenSettings, type WrittenSetting } from './written-settings.ts'
import type { Surroundings } from './names.ts'

/** What the source of an application shows. */
export interface SourceReading {
  readonly facts: readonly SourceFact[]
  readonly calls: readonly ApiCall[]
  readonly settings: readonly WrittenSetting[]
  /** Files that could not be parsed. */
  readonly unparsed: readonly Unparsed[]
  /** How many files were parsed. */
  readonly parsedCount: number
  /** Whether a file names Adobe or IMS. */
  readonly namesAdobe: boolean
}

interface Text {
  readonly file: string
  readonly text: string
}

/** Reads the source of a project by its syntax trees; a file is parsed once, whichever application asks. */
export function createSourceReader(
  all: readonly Text[],
  names: ModuleNames,
  frameworkOf: (file: string) => string,
): (
  files: readonly Text[],
  variables: Readonly<Record<string, string | undefined>>,
) => SourceReading {
  const texts = new Map(all.map(({ file, text }) => [file, text]))
  const known = new Map<string, readonly (SourceFile | Unparsed)[]>()
  const parse = (file: string): readonly (SourceFile | Unparsed)[] => {
    const before = known.get(file)
    if (before) return before
    const readings = findScripts(file, texts.get(file) ?? '').map((script) =>
      tryToRead(file, () => parseSourceFile(file, script, frameworkOf(file))),
    )
    known.set(file, readings)
    return readings
  }
  const modules = createModules(new Set(texts.keys()), names, (file) => parse(file).find(isParsed))
  return (files, variables) => {
    // A file without one of these words has nothing that a rule is about, and parsing it takes time.
    const chosen = files.filter(({ file, text }) => words.test(text) || isSettings(file))
    const readings = chosen.flatMap(({ file }) => parse(file))
    const parsed = readings.filter(isParsed)
    const plain = parsed.filter(({ isModule }) => !isModule)
    const shared = new Map<string, Found>(
      plain.flatMap((file) =>
        [...file.functions, ...file.constants].map(([name, node]) => [name, { node, file }]),
      ),
    )
    const tags = chosen.flatMap(({ file, text }) =>
      isPage(file) ? readScriptTags(file, text) : [],
    )
    return {
      ...readParsed(parsed, { variables, modules, shared, files: parsed }, tags),
      unparsed: readings.flatMap((reading) => (isParsed(reading) ? [] : [reading])),
      namesAdobe: chosen.some(({ text }) => ofAdobe.test(text)),
    }
  }
}

function readParsed(
  parsed: readonly SourceFile[],
  surroundings: Surroundings,
  tags: readonly SourceFact[],
): Omit<SourceReading, 'unparsed' | 'namesAdobe'> {
  const facts: SourceFact[] = [...tags]
  const calls: ApiCall[] = []
  const settings: WrittenSetting[] = []
  for (const file of parsed) {
    const written = readWrittenSettings(file, surroundings)
    facts.push(
      ...readAuthorizationRequests(file, surroundings),
      ...readTokenRequests(file, surroundings),
      ...readTokenFacts(file, surroundings),
      ...readAddressFacts(file, surroundings),
      ...readExchangeFacts(file, surroundings),
      ...written.flatMap(({ name, value, place }): readonly SourceFact[] =>
        /scopes?$/i.test(name)
          ? [{ kind: 'scopes', name, value, ...place, runsIn: file.runsIn }]
          : [],
      ),
    )
    calls.push(...readCalls(file, surroundings))
    settings.push(...written)
  }
  return { facts, calls, settings, parsedCount: parsed.length }
}

function isParsed(reading: SourceFile | Unparsed): reading is SourceFile {
  return 'program' in reading
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
  /adobe|grant_type|helmet|\bims\b|token|client_?(?:id|secret)|localStorage|response_type|verifier|expires_in|process\.env|import\.meta\.env|\/V1\/|p8e-|CCEverywhere|statusText|redirect_?ur[il]|opener-policy|rejectUnauthorized|challenge|Math\.random|popup/i

const ofAdobe = /[Aa]dobe|p8e-|ADOBE|(?:\b|_)(?:ims|IMS)[_\-/.A-Z]/

/** The settings of build tools, whatever is in them. */
function isSettings(file: string): boolean {
  return /(?:^|\/)(?:vite|next|webpack|astro|nuxt|vue)\.config\.[cm]?[jt]s$/.test(file)
}

function readScriptTags(file: string, text: string): readonly SourceFact[] {
  return listScriptTags(text).flatMap(({ source, index }) =>
    isOldExpressScript(source)
      ? [
          {
            kind: 'express-sdk' as const,
            use: 'script' as const,
            file,
            line: lineAt(text, index),
            runsIn: 'page' as const,
          },
        ]
      : [],
  )
}
