import { statSync } from 'node:fs'
import { resolve } from 'node:path'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import type { DoctorChoices } from './doctor-choices.ts'
import { examine, judge } from './examine.ts'
import { planFixes, writeFixes } from './fixes.ts'
import { listQuestions } from './probes/list-questions.ts'
import { askServices } from './probes/ask-services.ts'
import { findFiles, type FoundFiles } from './project/find-files.ts'
import { formatDiff, formatReport, formatReportAsJson, type Report } from './report.ts'

/** Examines a folder, and gives the exit code. */
export async function runDoctor(
  name: string,
  choices: DoctorChoices,
  environment: CliEnvironment,
): Promise<number> {
  const folder = resolve(name)
  checkFolder(folder, name)
  const found = readFiles(folder, environment)
  if (choices.fix === true) await fix(folder, found, choices, environment)
  const files = choices.fix === true ? findFiles(folder) : found
  const report = await createReport(folder, files, choices, environment)
  const { stdout } = environment
  stdout.line(
    choices.json === true ? formatReportAsJson(report) : formatReport(report, stdout.style),
  )
  return report.findings.length > 0 ? 1 : 0
}

function checkFolder(folder: string, name: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (!stats)
    throw new UsageError(`There is no folder ${name}: name the one that holds your project.`)
  if (!stats.isDirectory()) {
    throw new UsageError(`${name} is a file: name the folder that holds your project.`)
  }
}

/** Thousands of files take longer than a second on a slow disk. */
function readFiles(folder: string, { stderr }: CliEnvironment): FoundFiles {
  const found = findFiles(folder)
  if (found.files.length > 500) stderr.line(`Reading ${found.files.length} files …`)
  return found
}

async function createReport(
  folder: string,
  found: FoundFiles,
  choices: DoctorChoices,
  { stderr, signal }: CliEnvironment,
): Promise<Report> {
  const nowMs = Date.now()
  const options = { environmentType: choices.environment, nowMs }
  const { project, findings, lookedAt, notLookedAt } = examine(found, folder, options)
  const notKnown = [...notLookedAt, ...listUnknown(project.apps.length)]
  if (choices.offline === true) {
    return {
      folder,
      findings,
      lookedAt,
      notKnown: [...notKnown, 'What services answer (--offline).'],
    }
  }
  const questions = listQuestions(project)
  const timer = setTimeout(() => stderr.line('Asking services …'), 1000)
  const probes = await askServices(questions, { signal, environment: process.env, nowMs: Date.now })
  clearTimeout(timer)
  return {
    folder,
    findings: judge(project, probes),
    lookedAt: [
      ...lookedAt,
      ...new Set(probes.map(({ service, origin }) => `${service} at ${origin}`)),
    ],
    notKnown:
      process.env['MUDBRICK_ACCESS_TOKEN'] === undefined && questions.length > 0
        ? [...notKnown, 'What a signed-in user may do (set MUDBRICK_ACCESS_TOKEN to ask).']
        : notKnown,
  }
}

function listUnknown(appCount: number): readonly string[] {
  return appCount === 0
    ? ['Whether this is the right folder: nothing in it is about Adobe.']
    : ['What the Developer Console and Cloud Manager have, beyond files that were downloaded.']
}

async function fix(
  folder: string,
  found: FoundFiles,
  choices: DoctorChoices,
  { stdout, stderr, confirm }: CliEnvironment,
): Promise<void> {
  const options = { environmentType: choices.environment, nowMs: Date.now() }
  const plan = planFixes(found, folder, options)
  if (plan.length === 0) return stderr.line('There is no change that is safe to make.')
  const { line, style } = choices.json === true ? stderr : stdout
  line(formatDiff(plan, style))
  const count = `${plan.length} ${plan.length === 1 ? 'file' : 'files'}`
  if (choices.yes !== true) {
    if (!confirm)
      return stderr.line(`Nothing was changed: add --yes to change ${count} without a terminal.`)
    if (!(await confirm(`Change ${count} so?`))) return stderr.line('Nothing was changed.')
  }
  for (const failure of writeFixes(folder, plan)) stderr.line(failure)
}
