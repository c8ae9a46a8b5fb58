import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A program of a guide as JavaScript, in a folder from which it finds the packages of this repository. */
export interface BuiltProgram {
  readonly folder: string
  readonly remove: () => void
}

/** Compiles a TypeScript file to `server.js` in a folder of its own. */
export async function buildProgram(file: string, folderName: string): Promise<BuiltProgram> {
  const folder = join(root, '.cache', 'interop', `${folderName}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(root, file)],
    outfile: join(folder, 'server.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
