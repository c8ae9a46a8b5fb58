import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

// Tests run from the sources, but a worker is started by Node.js, which cannot read TypeScript. So
// what a source names as its worker, `new URL('./name.js', import.meta.url)`, is compiled first.

const workerUrl = /new URL\('(\.\/[\w-]+)\.js', import\.meta\.url\)/g

const folder = fileURLToPath(new URL('../../../.cache/workers/', import.meta.url))

/** Names the sources that may start a worker. */
export const workerSources: RegExp = /[\\/]packages[\\/][\w-]+[\\/]src[\\/].*\.ts$/

/** Returns the code of a source with the addresses of its workers led to what is compiled of them. */
export async function compileWorkers(code: string, file: string): Promise<string> {
  const names = new Set([...code.matchAll(workerUrl)].map(([, name = '']) => name))
  const urls = new Map<string, string>()
  for (const name of names) {
    urls.set(name, await compileWorker(resolve(dirname(file), `${name}.ts`)))
  }
  return code.replace(workerUrl, (_, name: string) => `new URL('${urls.get(name)}')`)
}

/** A plugin of Vite. */
export function compileWorkersInVite(): {
  readonly name: string
  readonly enforce: 'pre'
  readonly transform: (code: string, id: string) => Promise<string> | undefined
} {
  return {
    name: 'compile-workers',
    enforce: 'pre',
    transform: (code, id) => (workerSources.test(id) ? compileWorkers(code, id) : undefined),
  }
}

async function compileWorker(source: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@mudbrick/source'],
    write: false,
    logLevel: 'silent',
  })
  const text = outputFiles[0]?.text ?? ''
  // Several processes may compile at once: each puts its file in place as a whole.
  const file = join(folder, `${createHash('sha256').update(text).digest('hex')}.mjs`)
  const draft = `${file}.${process.pid}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(draft, text)
  renameSync(draft, file)
  return pathToFileURL(file).href
}
