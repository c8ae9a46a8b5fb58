import type { Severity } from '@mudbrick/doctor'

import type { Terminal } from '../terminal.ts'
import type { ExplainedFinding } from './examine.ts'
import type { FixedFile } from './fixes.ts'

/** All that is to be said of a project. */
export interface Report {
  readonly folder: string
  readonly findings: readonly ExplainedFinding[]
  readonly lookedAt: readonly string[]
  readonly notKnown: readonly string[]
}

type Style = Terminal['style']

/** For programs. */
export function formatReportAsJson({ findings, lookedAt, notKnown }: Report): string {
  const shown = findings.map(({ change, ...finding }) => ({
    ...finding,
    isFixable: change !== undefined,
  }))
  return JSON.stringify({ findings: shown, lookedAt, notKnown }, undefined, 2)
}

/** For a reader at a terminal. */
export function formatReport({ findings, lookedAt, notKnown }: Report, style: Style): string {
  return [
    '',
    ...findings.flatMap((finding) => [...formatFinding(finding, style), '']),
    `  ${style('dim', 'Looked at')}  ${lookedAt.join(', ')}`,
    ...notKnown.map(
      (what, index) => `  ${style('dim', index === 0 ? 'Not known' : '         ')}  ${what}`,
    ),
    '',
    `  ${formatCount(findings, style)}`,
  ].join('\n')
}

function formatFinding(finding: ExplainedFinding, style: Style): readonly string[] {
  const { code, severity, file, line, column, folder, pipeline, sentence, fix, guide } = finding
  const place = [file ?? 'Developer Console', line, column].filter((part) => part !== undefined)
  const way = [
    // A path tells the folder already.
    ...(folder === undefined || file?.includes('/') === true ? [] : [`in ${folder}`]),
    ...(pipeline === undefined ? [] : [`by the ${pipeline} pipeline`]),
  ].join(', ')
  return [
    `  ${style(severity === 'error' ? 'red' : 'bold', severity)}  ${style('bold', place.join(':'))}  ${style('dim', code)}`,
    `    ${withShortName(sentence, file)}`,
    `    ${style('green', '→')} ${fix}${way && ` ${style('dim', `(${way})`)}`}`,
    `    ${style('dim', guide)}`,
  ]
}

/** The line above has the whole path. */
function withShortName(sentence: string, file: string | undefined): string {
  return file === undefined ? sentence : sentence.replaceAll(file, file.replace(/^.*\//, ''))
}

function formatCount(findings: readonly ExplainedFinding[], style: Style): string {
  if (findings.length === 0) return style('green', 'None of the known traps was found.')
  const count = (severity: Severity, one: string, many: string): readonly string[] => {
    const number = findings.filter((finding) => finding.severity === severity).length
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`]
  }
  const counts = [
    ...count('error', 'error', 'errors'),
    ...count('warning', 'warning', 'warnings'),
    ...count('advice', 'piece of advice', 'pieces of advice'),
  ]
  const isFixable = findings.some(({ change }) => change !== undefined)
  return `${counts.join(', ')}.${isFixable ? ' --fix shows the changes that are safe to make.' : ''}`
}

/** The lines that change, and no others: what stands beside them may be secret. */
export function formatDiff(files: readonly FixedFile[], style: Style): string {
  return files
    .flatMap(({ file, before, after }) => {
      const [old, fresh] = [before.split('\n'), after.split('\n')]
      return [
        `  ${style('bold', file)}`,
        ...old.flatMap((line, index) =>
          line === fresh[index]
            ? []
            : [
                style('red', `  ${index + 1} - ${line.trimEnd()}`),
                style('green', `  ${index + 1} + ${fresh[index]?.trimEnd() ?? ''}`),
              ],
        ),
      ]
    })
    .join('\n')
}
