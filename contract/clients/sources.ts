import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The packages that can send something to Adobe. */
export const clientPackages = [
  'http',
  'oauth',
  'ims',
  'browser',
  'react',
  'vault',
  'server',
  'aem',
  'commerce',
] as const

/** The text of all client packages, tests and comments apart. */
export const clientSources = clientPackages.flatMap(listSources).map(readWithoutComments).join('\n')

function listSources(name: string): readonly string[] {
  const folder = fileURLToPath(new URL(`../../packages/${name}/src/`, import.meta.url))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file))
}

function readWithoutComments(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
}
