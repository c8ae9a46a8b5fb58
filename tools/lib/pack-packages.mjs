// @ts-check
import { execFile } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { npm } from './npm.mjs'
import { listPublishedPackages } from './published-packages.mjs'
import { root } from './repository.mjs'

/**
 * Packs every published package as npm would publish it. The folder then holds these tarballs and no older ones.
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} The path of the tarball by the name of the package.
 */
export async function packPackages(folder) {
  await mkdir(folder, { recursive: true })
  const older = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await Promise.all(older.map((name) => rm(join(folder, name))))
  const { command, args, shell } = npm([
    'pack',
    '--ignore-scripts',
    '--json',
    `--pack-destination=${folder}`,
    ...listPublishedPackages().map(({ folder: path }) => `--workspace=${path}`),
  ])
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: root,
    shell,
    maxBuffer: 64 * 1024 * 1024,
  })
  /** @type {{ name: string, filename: string }[]} */
  const packed = JSON.parse(stdout)
  return new Map(packed.map(({ name, filename }) => [name, join(folder, filename)]))
}
