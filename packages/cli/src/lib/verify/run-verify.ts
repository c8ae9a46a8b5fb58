import { existsSync, writeFileSync } from 'node:fs'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import { readVersion } from '../version.ts'
import { readContract } from './contract.ts'
import { showProgress } from './progress.ts'
import { createProxyFetch } from './proxy-fetch.ts'
import { readAccess } from './read-access.ts'
import { createReport, formatPage } from './report.ts'
import type { Fetch } from './send.ts'
import { signIn } from './sign-in.ts'
import type { VerifyChoices } from './verify-choices.ts'
import { type Result, verify } from './verify.ts'

/** Compares, writes the report, and gives the exit code. */
export async function runVerify(
  choices: VerifyChoices,
  environment: CliEnvironment,
  fetch: Fetch = createProxyFetch(globalThis.fetch, process.env),
): Promise<number> {
  try {
    return await compareAll(choices, environment, fetch)
  } catch (error) {
    if (!environment.signal.aborted) throw error
    environment.stderr.line('Stopped: no report was written.')
    return interrupted
  }
}

/** 128 and the number of SIGINT, as shells have it. */
const interrupted = 130

async function compareAll(
  choices: VerifyChoices,
  environment: CliEnvironment,
  fetch: Fetch,
): Promise<number> {
  const { stdout, stderr, signal } = environment
  const page = `${choices.report.replace(/\.json$/, '')}.html`
  for (const file of [choices.report, page]) {
    if (existsSync(file))
      throw new UsageError(`${file} exists: name another with --report, or remove it`)
  }
  const consent = chooseConsent(choices, environment)
  const given = readAccess(choices, process.env)
  const contract = readContract()
  const signedIn =
    choices.signIn === true && given.app
      ? await signIn({ ...given, app: given.app }, environment, { fetch, contract, consent })
      : undefined
  const access = { ...given, ...(signedIn && { user: signedIn.user }) }

  const progress = showProgress(stderr)
  const results = await verify(contract, access, {
    ...(signedIn && { signedIn: signedIn.shown }),
    fetch,
    signal,
    consent,
    onProgress: progress.report,
  }).finally(progress.stop)
  refuseSilence(results)
  const origins = [access.ims, access.aem, access.commerce].filter((origin) => origin !== undefined)
  const report = createReport(results, { mudbrick: readVersion(), nowMs: Date.now(), origins })
  write(choices.report, `${JSON.stringify(report, undefined, 2)}\n`)
  write(page, formatPage(report))

  for (const { name, file, differences = [] } of results) {
    if (differences.length === 0) continue
    stdout.line(`  ${stdout.style('red', 'differs')}  ${file}: ${name}`)
    for (const { at, expected, found } of differences) {
      stdout.line(`           ${at}: ${found} in place of ${expected}`)
    }
  }
  for (const [why, count] of countReasons(results)) {
    stdout.line(`  ${stdout.style('dim', 'not tried')}  ${String(count).padStart(3)}  ${why}`)
  }
  const { same, differs, 'not tried': notTried } = report.counts
  stdout.line()
  stdout.line(`  ${same} same, ${differs} different, ${notTried} not tried.`)
  stdout.line(`  Read ${page} before you send ${choices.report} to us; nothing was sent.`)
  return differs > 0 ? 1 : 0
}

/** Why exchanges were not tried, and how many each, the most frequent first. */
function countReasons(results: readonly Result[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { why } of results) {
    if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)
}

function chooseConsent(
  { yes }: VerifyChoices,
  { confirm }: CliEnvironment,
): (question: string) => Promise<boolean> {
  if (yes === true) return () => Promise.resolve(true)
  if (confirm) return confirm
  throw new UsageError(
    'There is no terminal to ask at before requests are sent: add --yes to send them all',
  )
}

/** Where no service answered at all, there is nothing to report. */
function refuseSilence(results: readonly Result[]): void {
  const silences = results.flatMap(({ why = '' }) => /^no answer \((.*)\)$/s.exec(why)?.[1] ?? [])
  const isShown = results.some(({ result }) => result !== 'not tried')
  if (isShown || silences.length === 0) return
  throw new UsageError(
    `No service answered (${[...new Set(silences)].join('; ')}): check the network, the addresses and the proxy`,
  )
}

function write(file: string, text: string): void {
  try {
    // Never over a file that appeared meanwhile.
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new UsageError(`${file} cannot be written (${reason}): name another with --report`)
  }
}
