import { loadPackage } from '../node/load-package.ts'
import { SandboxError } from '../sandbox-error.ts'

/**
 * Reads a configuration file, YAML or JSON (which YAML 1.2 contains).
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column.
 */
export function parseConfigurationFile(file: string, text: string): unknown {
  const { LineCounter, parseDocument } = loadPackage('yaml')
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
