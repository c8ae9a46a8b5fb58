import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'

import { createSandbox, type Sandbox, type SandboxOrigins } from '@mudbrick/sandbox'
import { ensureCertificate, listen } from '@mudbrick/sandbox/node'

import { serve as serveByProcesses } from '../examples/commerce-admin/src/server/serve.mjs'
import { serve } from '../examples/express-embed/src/serve.mjs'
import { readSettings } from '../examples/express-embed/src/settings.mjs'
import { bundleStandalone } from '../tools/lib/bundle-standalone.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const vite = `${root}node_modules/vite/bin/vite.js`
const wkndSpa = `${root}examples/wknd-spa`

// Stories run beside each other, each with ports and files of its own.
const worker = Number(process.env['VITEST_POOL_ID'] ?? 1)
/** Where this worker has built the WKND SPA with which variables: stories share a build. */
const builds = new Map<string, string>()

/** Where the ports of the stories begin, far from those of a running `npm start`; the variable keeps two checkouts apart. */
export const firstPortOffset = 1800 + Number(process.env['MUDBRICK_PORT_OFFSET'] ?? 0)
export const portOffset = firstPortOffset + 100 * (worker - 1)

/** The sandbox on ports, on a clock that a story can move. */
export interface World {
  readonly sandbox: Sandbox
  readonly origins: SandboxOrigins
  readonly clock: { readonly advance: (span: { readonly hours: number }) => void }
  readonly certificate: {
    readonly certificate: string
    readonly key: string
    readonly caPath: string
  }
  /** What was asked of the sandbox, such as `GET /ims/authorize/v2`, preflights included. */
  readonly requests: string[]
  close(): Promise<void>
}

export async function startWorld(): Promise<World> {
  let ahead = 0
  const clock = { now: () => Date.now() + ahead }
  const certificate = await ensureTestCertificate()
  const sandbox = await createSandbox({ clock, portOffset })
  const requests: string[] = []
  const recording = {
    portOffset,
    servedAt: (servedOrigins: SandboxOrigins) => {
      const respond = sandbox.servedAt(servedOrigins)
      return (request: Request) => {
        requests.push(`${request.method} ${new URL(request.url).pathname}`)
        return respond(request)
      }
    },
  }
  const { origins, close } = await listen(recording, { certificate })
  const advance = ({ hours }: { readonly hours: number }): void => {
    ahead += hours * 3_600_000
  }
  return { sandbox, origins, clock: { advance }, certificate, requests, close }
}

/** The WKND SPA, built and served as a user would serve it. */
export interface ServedSample {
  readonly origin: string
  close(): Promise<void>
}

export async function serveWkndSpa(
  variables: Readonly<Record<string, string>> = {},
): Promise<ServedSample> {
  const { certificatePath, keyPath } = await ensureTestCertificate()
  const { NODE_ENV: _, ...inherited } = process.env
  const env = {
    ...inherited,
    MUDBRICK_PORT_OFFSET: String(portOffset),
    SSL_CRT_FILE: certificatePath,
    SSL_KEY_FILE: keyPath,
    ...variables,
  }
  const outDir = await buildWkndSpa(env, variables)
  const preview = spawn(process.execPath, [vite, 'preview', '--outDir', outDir], {
    cwd: wkndSpa,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await waitForLine(preview, /Local:/)
  return { origin: `https://localhost:${3001 + portOffset}`, close: () => end(preview) }
}

async function buildWkndSpa(
  env: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const key = JSON.stringify(variables)
  const outDir = builds.get(key) ?? `${root}.cache/e2e/wknd-spa-${worker}-${builds.size}`
  if (builds.has(key)) return outDir
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: wkndSpa, env },
  )
  builds.set(key, outDir)
  return outDir
}

/** The Express Embed sample, at localhost and at 127.0.0.1. */
export async function serveExpressEmbed(
  variables: Readonly<Record<string, string>> = {},
): Promise<ServedSample> {
  const [{ certificatePath, keyPath }] = await Promise.all([
    ensureTestCertificate(),
    bundleStandalone(),
  ])
  const settings = readSettings(`${root}examples/express-embed`, {
    MUDBRICK_PORT_OFFSET: String(portOffset),
    SSL_CRT_FILE: certificatePath,
    SSL_KEY_FILE: keyPath,
    ...variables,
  })
  return serve(settings)
}

/** The Commerce Admin sample, by two processes with a vault that is empty. */
export async function serveCommerceAdmin(
  variables: Readonly<Record<string, string>> = {},
): Promise<ServedSample> {
  const { certificatePath, keyPath, caPath } = await ensureTestCertificate()
  const vaultFolder = `${root}.cache/e2e/commerce-admin-${worker}`
  await rm(vaultFolder, { recursive: true, force: true })
  return serveByProcesses(`${root}examples/commerce-admin`, {
    ...process.env,
    MUDBRICK_PORT_OFFSET: String(portOffset),
    COMMERCE_VAULT_FOLDER: vaultFolder,
    SSL_CRT_FILE: certificatePath,
    SSL_KEY_FILE: keyPath,
    SSL_CA_FILE: caPath,
    ...variables,
  })
}

/** Waits until a process has printed a line like this, colours apart: where `CI` is set, many programs use them. */
export async function waitForLine(process_: ChildProcess, line: RegExp): Promise<string> {
  let printed = ''
  for await (const chunk of process_.stdout ?? []) {
    printed += stripVTControlCharacters(String(chunk))
    if (line.test(printed)) return printed
  }
  throw new Error(`The process ended before it printed ${line}:\n${printed}`)
}

/** Ends a process as Ctrl-C would, and gives its exit code. */
export async function end(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  const exit = once(process_, 'exit')
  process_.kill('SIGINT')
  await exit
}

function ensureTestCertificate(): ReturnType<typeof ensureCertificate> {
  return ensureCertificate({ directory: `${root}.cache/e2e/certificate` })
}
