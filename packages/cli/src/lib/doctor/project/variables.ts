import { parseEnv } from 'node:util'

import type { SourcePlace } from '@mudbrick/doctor'

import type { ProjectFile } from './find-files.ts'

/** The variables of an application in one mode, and where each is written. */
export interface AppVariables {
  readonly mode: 'development' | 'production' | 'deployment'
  readonly files: readonly string[]
  readonly values: Readonly<Record<string, string>>
  readonly places: Readonly<Record<string, SourcePlace>>
}

/** Files of variables that are for others to copy, not for programs to read. */
export function isExampleFile(file: string): boolean {
  return /\.(?:example|sample|template|dist|defaults?)(?:\.|$)/.test(nameOf(file))
}

/** Merges the files of one folder as build tools do; production only where a file is for it. */
export function readVariables(files: readonly ProjectFile[]): readonly AppVariables[] {
  const named = files.filter(({ file }) => !isExampleFile(file))
  const development = merge(named, 'development')
  const hasProduction = named.some(({ file }) => nameOf(file).startsWith('.env.production'))
  return hasProduction ? [development, merge(named, 'production')] : [development]
}

function merge(files: readonly ProjectFile[], mode: AppVariables['mode']): AppVariables {
  const order = ['.env', `.env.${mode}`, '.env.local', `.env.${mode}.local`]
  const chosen = order.flatMap((name) => files.find(({ file }) => nameOf(file) === name) ?? [])
  const values: Record<string, string> = {}
  const places: Record<string, SourcePlace> = {}
  for (const { file, text } of chosen) {
    for (const [name, value] of parseLines(text)) {
      values[name] = value
      places[name] = { file, line: findLine(text, name) }
    }
  }
  return { mode, files: chosen.map(({ file }) => file), values: expand(values), places }
}

/** Node.js stops at a line that it cannot read; what comes after is read line by line. */
function parseLines(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const joined = text.replaceAll(/\\\r?\n/g, '')
  const lines = joined.split('\n').map((line) => parseEnv(line))
  for (const reading of [...lines, parseEnv(joined)]) {
    for (const [name, value] of Object.entries(reading)) {
      // A comment behind an empty value is read as a name.
      if (value !== undefined && /^[\w.-]+$/.test(name)) found.set(name, value)
    }
  }
  return found
}

/** Build tools put other variables in place of `$NAME`, `${NAME}` and `${NAME:-default}`; what stays open is not known. */
function expand(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const fill = (value: string, depth: number): string =>
    depth > 8
      ? value
      : value.replaceAll(
          /\$\{(\w+)(?::?-([^}]*))?\}|(?<![\\$])\$([A-Za-z_]\w*)/g,
          (whole, braced?: string, usual?: string, plain?: string) => {
            const other = values[braced ?? plain ?? ''] ?? usual
            return other === undefined ? whole : fill(other, depth + 1)
          },
        )
  const entries = Object.entries(values).map(([name, value]) => [name, fill(value, 0)] as const)
  return Object.fromEntries(entries.filter(([, value]) => !/\$\{\w+\}/.test(value)))
}

function findLine(text: string, name: string): number {
  const start = new RegExp(String.raw`^\s*(?:export\s+)?${name.replaceAll(/\W/g, '.')}\s*=`)
  return text.split('\n').findLastIndex((line) => start.test(line)) + 1 || 1
}

function nameOf(file: string): string {
  return file.replace(/^.*\//, '')
}
