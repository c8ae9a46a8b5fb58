import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'

import { packPackages } from '../../tools/lib/pack-packages.mjs'

const runFile = promisify(execFile)

/** A project in a folder outside of the repository, which has Mudbrick from tarballs only. */
export interface OutsideProject {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly save: (path: string, text: string) => Promise<void>
  /** Runs a program to its end and returns what it printed. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>
  /** Starts a program that the project ends, and waits until it has printed a line like this. */
  readonly start: (line: RegExp, command: string, ...args: readonly string[]) => Promise<void>
  /** What the started programs have printed so far. */
  readonly printed: () => string
  readonly remove: () => Promise<void>
}

export interface OutsideProjectOptions {
  /** A folder beside this test, whose files the project has. */
  readonly files?: string
  /** What the project installs beside Mudbrick, as `vite@8`. */
  readonly packages?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Creates an empty folder, adds files, and installs the tarballs by the line that `npm run pack` prints. */
export async function createOutsideProject(
  options: OutsideProjectOptions = {},
): Promise<OutsideProject> {
  const { files, packages = [] } = options
  const project = await createOutsideFolder(options)
  const { folder, save, run } = project
  if (files !== undefined) {
    await cp(fileURLToPath(new URL(`../${files}`, import.meta.url)), folder, { recursive: true })
  }
  await save('package.json', '{ "private": true, "type": "module" }')
  const tarballs = await packOnce()
  await run('npm', 'install', ...quiet, ...tarballs.values(), ...packages)
  return project
}

/** Creates an empty folder, with a home folder of its own for certificates and keys. */
export async function createOutsideFolder({
  env: more = {},
}: Pick<OutsideProjectOptions, 'env'> = {}): Promise<OutsideProject> {
  const parent = await mkdtemp(join(tmpdir(), 'mudbrick-outside-'))
  const folder = join(parent, 'project')
  const home = join(parent, 'home')
  await Promise.all([runFile('mkdir', ['-p', folder]), runFile('mkdir', ['-p', home])])
  // npm gives the programs that it runs variables of its own, which are about this repository.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NODE_ENV$|VITE|VITEST)/.test(name),
  )
  const npmCache = process.env['npm_config_cache'] ?? join(process.env['HOME'] ?? parent, '.npm')
  const env = {
    ...Object.fromEntries(inherited),
    npm_config_cache: npmCache,
    HOME: home,
    USERPROFILE: home,
    ...more,
  }
  const started: ChildProcess[] = []
  let printed = ''

  return {
    folder,
    env,
    save: (path, text) => writeFile(join(folder, path), text),
    run: async (command, ...args) => {
      const maxBuffer = 64 * 1024 * 1024
      const { stdout } = await runFile(command, args, { cwd: folder, env, maxBuffer })
      return stdout
    },
    start: async (line, command, ...args) => {
      // A group of its own, since npm and npx start the program as a child.
      const child = spawn(command, args, {
        cwd: folder,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      started.push(child)
      // Read until the end, so that the program never waits for a reader.
      const read = (chunk: unknown): void => {
        printed += stripVTControlCharacters(String(chunk))
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      const before = printed.length
      await waitFor(child, () => printed.slice(before), line)
    },
    printed: () => printed,
    remove: async () => {
      for (const { pid } of started) endGroup(pid)
      await rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** Says nothing about funding and audits, and asks the registry only for what is not in npm's cache. */
export const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']

let packed: Promise<ReadonlyMap<string, string>> | undefined

/** The tarballs of all published packages by name, packed once for a test file. */
export function packOnce(): Promise<ReadonlyMap<string, string>> {
  packed ??= mkdtemp(join(tmpdir(), 'mudbrick-tarballs-')).then(packPackages)
  return packed
}

function waitFor(child: ChildProcess, read: () => string, line: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (line.test(read())) resolve()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', () =>
      reject(new Error(`The program ended before it printed ${line}:\n${read()}`)),
    )
  })
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGINT')
  } catch {
    // It has ended already.
  }
}
