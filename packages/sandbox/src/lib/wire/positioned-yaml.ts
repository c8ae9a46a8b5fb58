import { createRequire } from 'node:module'

import type * as yaml from 'yaml'

import { SandboxError } from '../sandbox-error.ts'

/**
 * Reads a configuration file, YAML or JSON (which YAML 1.2 contains).
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column.
 */
export function parseConfigurationFile(file: string, text: string): unknown {
  // Loaded by the first file, since it takes a sixth of a start.
  const { LineCounter, parseDocument }: typeof yaml = createRequire(import.meta.url)('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [error] = document.errors
  if (error === undefined) {
    const value: unknown = document.toJS()
    return value
  }
  const { line, col } = lineCounter.linePos(error.pos[0])
  throw new SandboxError(
    'invalid_configuration',
    `${file}, line ${line}, column ${col}: ${error.message}. Correct it there.`,
    { cause: error },
  )
}
