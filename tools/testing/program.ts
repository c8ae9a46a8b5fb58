import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

/** A program of this repository, in TypeScript, that runs in a process of its own. */
export interface Program {
  readonly process: ChildProcess
  readonly exited: Promise<void>
}

export interface StartProgramOptions {
  /** What the shell does before it becomes the program: limits, say. */
  readonly prologue?: string
}

export interface Bundle {
  readonly start: (options?: StartProgramOptions) => Program
  /** Ends every process that still runs, and deletes the bundle. */
  readonly dispose: () => Promise<void>
}

/** Makes a program from the sources, as tests run from them too; it is started as often as it is needed. */
export async function bundleProgram(entry: URL): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-program-'))
  const file = join(folder, 'program.mjs')
  const programs: Program[] = []
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@mudbrick/source'],
    plugins: [leaveForeignPackages],
    logLevel: 'silent',
  })

  return {
    start({ prologue = ':' } = {}) {
      // What is said by a program that a limit is put on belongs to the test.
      const stderr = prologue === ':' ? 'inherit' : 'ignore'
      const child = spawn('sh', ['-c', `${prologue}; exec "$@"`, 'sh', process.execPath, file], {
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
