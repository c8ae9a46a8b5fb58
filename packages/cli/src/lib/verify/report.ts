import type { Result } from './verify.ts'

/** What a user may send back: forms and counts, and nothing of the user's. */
export interface VerifyReport {
  readonly format: 'mudbrick-verify-1'
  readonly date: string
  readonly mudbrick: string
  readonly node: string
  /** Whom was asked, by kind of host and not by name. */
  readonly target: 'adobe' | 'sandbox' | 'other'
  readonly counts: Readonly<Record<Result['result'], number>>
  readonly exchanges: readonly Result[]
}

/** Puts the results together. */
export function createReport(
  results: readonly Result[],
  about: { readonly mudbrick: string; readonly nowMs: number; readonly origins: readonly string[] },
): VerifyReport {
  const count = (kind: Result['result']): number =>
    results.filter(({ result }) => result === kind).length
  return {
    format: 'mudbrick-verify-1',
    date: new Date(about.nowMs).toISOString().slice(0, 10),
    mudbrick: about.mudbrick,
    node: process.version,
    target: findTarget(about.origins),
    counts: { same: count('same'), differs: count('differs'), 'not tried': count('not tried') },
    exchanges: results,
  }
}

function findTarget(origins: readonly string[]): VerifyReport['target'] {
  const hosts = origins.map((origin) => URL.parse(origin)?.hostname ?? '')
  if (hosts.every((host) => /(?:^|\.)adobe(?:login|aemcloud)?\.com$/.test(host))) return 'adobe'
  return hosts.every(isLocal) ? 'sandbox' : 'other'
}

function isLocal(host: string): boolean {
  return /^localhost$|^127\.|\.sandbox\.test$/.test(host)
}

/** A page that shows the report as it is, without scripts, to read before it goes anywhere. */
export function formatPage(report: VerifyReport): string {
  const rows = report.exchanges.map(({ file, name, result, why, differences = [] }) => {
    const detail = differences.map(
      ({ at, expected, found }) => `${at}: ${found} in place of ${expected}`,
    )
    return `<tr class="${result.replace(' ', '-')}"><td>${result}<td>${escape(file)}<td>${escape(name)}<td>${escape([...detail, why ?? ''].join('\n').trim())}`
  })
  const { same, differs, 'not tried': notTried } = report.counts
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>mudbrick verify</title>
<meta name="viewport" content="width=device-width">
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; white-space: pre-line }
.same td:first-child, .differs td:first-child, .not-tried td:first-child { white-space: nowrap } .same td:first-child { color: #15803d } .differs td:first-child { color: #b91c1c; font-weight: 600 } .not-tried { opacity: .65 }
</style>
<h1>mudbrick verify</h1>
<p>${escape(report.date)}, mudbrick ${escape(report.mudbrick)}, Node.js ${escape(report.node)}, asked: ${report.target}.
${same} same, ${differs} different, ${notTried} not tried.</p>
<p>This is all that the file beside this page holds. Nothing was sent anywhere.</p>
<table><tr><th>result<th>file of the contract<th>exchange<th>where, and why
${rows.join('\n')}
</table></html>
`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
