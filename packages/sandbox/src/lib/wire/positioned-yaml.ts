import type * as yaml from 'yaml'
import type { Document, Node } from 'yaml'

import { require } from '../node/require.ts'
import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'

/** What a configuration file says, and where. */
export interface PositionedFile {
  readonly value: unknown
  /** The line of a member, or of the nearest one above it when it is missing. */
  readonly lineOf: (path: readonly unknown[]) => number
}

/**
 * Reads a configuration file, YAML or JSON (which YAML 1.2 contains).
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column.
 */
export function parseConfigurationFile(file: string, text: string): PositionedFile {
  const { LineCounter, parseDocument, visit } = loadYaml()
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const words = error.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : error.message
    throw refuse(file, lineCounter.linePos(error.pos[0]), words, error)
  }
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return
      const position = lineCounter.linePos(alias.range?.[0] ?? 0)
      throw refuse(file, position, `there is no &${alias.source} before *${alias.source}`)
    },
  })
  return {
    value: readValue(file, document),
    lineOf: (path) => lineCounter.linePos(positionOf(document, path)).line,
  }
}

function readValue(file: string, document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS()
    return value
  } catch (cause) {
    // The parser bounds how much aliases may repeat.
    throw refuse(file, { line: 1, col: 1 }, 'its aliases repeat too much', cause)
  }
}

function refuse(
  file: string,
  { line, col }: { readonly line: number; readonly col: number },
  flaw: string,
  cause?: unknown,
): SandboxError {
  return invalidConfiguration(
    `${file}, line ${line}, column ${col}: ${flaw}. Correct it there.`,
    cause,
  )
}

function positionOf(document: Document.Parsed, path: readonly unknown[]): number {
  const { isAlias, isMap, isScalar, isSeq } = loadYaml()
  let node: unknown = document.contents
  let position = document.contents?.range[0] ?? 0
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key)
      position = startOf(pair?.key) ?? position
      node = pair?.value
    } else {
      node = isSeq(node) ? node.items[Number(key)] : undefined
      position = startOf(node) ?? position
    }
  }
  return position
}

function startOf(node: unknown): number | undefined {
  return loadYaml().isNode(node) ? (node as Node).range?.[0] : undefined
}

/** Loaded by the first file, since it takes a sixth of a start. */
function loadYaml(): typeof yaml {
  return require('yaml')
}
