import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { compileWorkers, workerSources } from './worker-urls.ts'

/** A program of this repository, in TypeScript, that runs in a process of its own. */
export interface Program {
  readonly process: ChildProcess
  readonly exited: Promise<void>
}

export interface StartProgramOptions {
  /** What the shell does before it becomes the program: limits, say. */
  readonly prologue?: string
  /** Another Node.js than the one of this process. */
  readonly execPath?: string
}

export interface Bundle {
  readonly start: (options?: StartProgramOptions) => Program
  /** Ends every process that still runs, and deletes the bundle. */
  readonly dispose: () => Promise<void>
}

/** Makes a program from the sources, as tests run from them too; it is started as often as it is needed. */
export async function bundleProgram(entry: URL): Promise<Bundle> {
  // From here, it finds the packages that it loads only when it runs.
  const programsFolder = fileURLToPath(new URL('../../../.cache/programs/', import.meta.url))
  mkdirSync(programsFolder, { recursive: true })
  const folder = mkdtempSync(programsFolder)
  const file = join(folder, 'program.mjs')
  const programs: Program[] = []
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@mudbrick/source'],
    plugins: [leaveForeignPackages, compileWorkersInProgram],
    logLevel: 'silent',
  })

  return {
    start({ prologue = ':', execPath = process.execPath } = {}) {
      // A program under a limit is expected to fail: its errors are not printed.
      const stderr = prologue === ':' ? 'inherit' : 'ignore'
      const child = spawn('sh', ['-c', `${prologue}; exec "$@"`, 'sh', execPath, file], {
        stdio: ['ignore', 'inherit', stderr, 'ipc'],
        serialization: 'advanced',
      })
      const exited = new Promise<void>((resolve) => {
        child.once('exit', () => resolve())
      })
      const program = { process: child, exited }
      programs.push(program)
      return program
    },
    async dispose() {
      for (const program of programs) program.process.kill('SIGKILL')
      await Promise.all(programs.map(({ exited }) => exited))
      rmSync(folder, { recursive: true })
    },
  }
}

/** They are loaded from where they are installed, since some of them are not only JavaScript. */
const leaveForeignPackages: Plugin = {
  name: 'leave-foreign-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
      const isOurs = path.startsWith('@mudbrick/') || path.startsWith('node:')
      if (isOurs || kind === 'entry-point') return undefined
      return { path: import.meta.resolve(path), external: true }
    })
  },
}

const compileWorkersInProgram: Plugin = {
  name: 'compile-workers',
  setup(builder) {
    builder.onLoad({ filter: workerSources }, async ({ path }) => ({
      contents: await compileWorkers(await readFile(path, 'utf8'), path),
      loader: 'ts',
    }))
  },
}
