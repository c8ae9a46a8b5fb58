import { type BehaviorRows, createSandbox, type Sandbox } from '@mudbrick/sandbox'
import {
  ensureCertificate,
  formatSeed,
  listen,
  readSeedFile,
  readSigningKeys,
} from '@mudbrick/sandbox/node'

import type { CliEnvironment } from './cli-environment.ts'
import { formatDeploy, formatEvent } from './event-lines.ts'
import { readPortOffset } from './port-offset.ts'
import { formatJson, formatReady, formatWelcome } from './ready-message.ts'
import type { SandboxChoices } from './sandbox-choices.ts'
import { isLoopback, listNotes } from './sandbox-notes.ts'
import { UsageError } from './usage-error.ts'

/**
 * Serves a sandbox until it is told to stop.
 *
 * @throws SandboxError when it cannot start.
 */
export async function serveSandbox(
  choices: SandboxChoices,
  environment: CliEnvironment,
): Promise<void> {
  const { stdout, stderr, signal } = environment
  const keys = await readSigningKeys()
  const sandbox = await createChosenSandbox(choices, keys, environment)
  if (choices.export === true) {
    stdout.line(formatSeed(sandbox))
    return
  }
  const certificate = choices.http === true ? undefined : await certify(choices.publicUrl)
  const { origins, close } = await listen(sandbox, {
    ...(certificate && { certificate }),
    ...(choices.host !== undefined && { hosts: [choices.host] }),
    ...(choices.publicUrl !== undefined && { publicUrl: choices.publicUrl }),
    ports: choosePorts(choices.port ?? 8440 + readPortOffset(process.env)),
    portAdvice: 'choose other ports with --port or MUDBRICK_PORT_OFFSET',
    onError: (error, request) => stderr.line(describeFault(error, request)),
  })

  const ready = { origins, sandbox, certificate, pid: process.pid }
  if (choices.json === true) stdout.line(formatJson(ready))
  else if (choices.quiet === true) stdout.line(formatReady(ready))
  else {
    for (const note of listNotes(choices, keys.reason, certificate?.caPath)) stderr.line(note)
    const report = (lines: readonly string[]): void => lines.forEach((line) => stdout.line(line))
    for (const deploy of sandbox.aemProject.current()?.deploys ?? []) {
      report(formatDeploy(deploy, stdout.style))
    }
    sandbox.events.subscribe((event) => report(formatEvent(event, stdout.style)))
    stdout.line(formatWelcome(ready, stdout.style))
  }

  await whenAborted(signal)
  sandbox.aemProject.leave()
  await close()
}

/** Others reach the sandbox by the host of the public URL, which the usual certificate does not name. */
function certify(publicUrl: string | undefined): ReturnType<typeof ensureCertificate> {
  const host = publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname
  return ensureCertificate(isLoopback(host) ? {} : { host })
}

type KeptKeys = Awaited<ReturnType<typeof readSigningKeys>>

async function createChosenSandbox(
  {
    http = false,
    seed,
    scopes,
    aemProject,
    environment = 'dev',
    behavior,
    set,
    ids,
    journal,
    reveal,
    control,
    json,
  }: SandboxChoices,
  { signingKeys }: KeptKeys,
  cli: CliEnvironment,
): Promise<Sandbox> {
  const rows = parseRows(set)
  const additions =
    seed === undefined
      ? undefined
      : await readSeedFile(seed, {
          onNotice: cli.stderr.line,
          ...(scopes !== undefined && { scopes }),
          // A script that reads JSON has no user who could answer.
          ...(cli.askForScopes && json !== true && { askForScopes: cli.askForScopes }),
        })
  try {
    return await createSandbox({
      scheme: http ? 'http' : 'https',
      portOffset: readPortOffset(process.env),
      signingKeys,
      behavior: { ...rows, preset: behavior },
      ...(additions !== undefined && { seed: additions }),
      ...(aemProject !== undefined && { aemProject: { directory: aemProject, environment } }),
      ...(ids !== undefined && { ids }),
      ...(journal !== undefined && { journalLimit: journal }),
      ...(!reveal && { revealSecrets: reveal }),
      ...(!control && { control }),
    })
  } catch (error) {
    await requireRows(rows)
    throw error
  }
}

/** Tells an unknown row, which is a usage error, from a seed that cannot be used. */
async function requireRows(rows: BehaviorRows): Promise<void> {
  const sandbox = await createSandbox()
  try {
    sandbox.changeBehavior(rows)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Parses the rows; the sandbox checks their names and values. */
function parseRows(texts: readonly string[]): BehaviorRows {
  const rows = texts.map((text) => {
    const index = text.indexOf('=')
    return [text.slice(0, index), parseValue(text.slice(index + 1))]
  })
  return Object.fromEntries(rows)
}

function parseValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}

function choosePorts(home: number): Record<'home' | 'ims' | 'aem' | 'commerce', number> {
  // 0 is not a port: it lets the system choose.
  if (home === 0) return { home, ims: 0, aem: 0, commerce: 0 }
  return { home, ims: home + 3, aem: home + 4, commerce: home + 5 }
}

function describeFault(error: unknown, request: Request): string {
  const { origin, pathname } = new URL(request.url)
  const detail = error instanceof Error ? error.stack : String(error)
  return `The sandbox failed at ${request.method} ${origin}${pathname}: ${detail}`
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true })
  })
}
