import type { SourceFact } from '@mudbrick/doctor'

import { lineAt, type SourceFile } from './source-file.ts'
import type { Node } from './syntax-tree.ts'

/** Where a node stands. */
export function placeOf(
  node: Node,
  { file, text, runsIn }: SourceFile,
): Pick<SourceFact, 'file' | 'line' | 'column' | 'runsIn'> {
  const column = node.start - text.lastIndexOf('\n', node.start - 1)
  return { file, line: lineAt(text, node.start), column, runsIn }
}
