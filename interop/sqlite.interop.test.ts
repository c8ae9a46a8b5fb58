import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createSqliteGrantStore } from '../packages/vault/dist/sqlite.js'
import { bundleProgram, type Bundle } from '../tools/testing/processes/program.ts'
import { createSeededRandom } from '../tools/testing/platform/seeded-random.ts'
import { runStoreStress } from '../tools/testing/vault/store-stress.ts'

import { findNode, installNodeVersions, type NodeVersion } from './lib/node-versions.ts'

let bundle: Bundle
let folder: string

beforeAll(async () => {
  installNodeVersions()
  bundle = await bundleProgram(
    new URL('../tools/testing/programs/store-stress.ts', import.meta.url),
  )
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-interop-'))
}, 300_000)

afterAll(async () => {
  await bundle?.dispose()
  rmSync(folder, { recursive: true })
})

describe('a file of createSqliteGrantStore()', () => {
  it('is written by several releases of Node.js at once, as in an upgrade', async () => {
    const file = join(folder, 'grants.db')
    // Node.js 20 and 22.12 take @photostructure/sqlite, the others have a SQLite of their own.
    const executables = [
      process.execPath,
      findNode('node-24'),
      findNode('node-22'),
      findNode('node-22-12'),
    ]
    let started = 0
    const { acknowledged, openings, checkpoints, kills, ...rest } = await runStoreStress({
      start() {
        started += 1
        const execPath = executables[started % executables.length] ?? process.execPath
        return bundle.start({ execPath, prologue: 'export NODE_NO_WARNINGS=1' })
      },
      place: { file },
      open: () => createSqliteGrantStore({ file }),
      seconds: 10,
      writers: 4,
      openers: 2,
      checkpointers: 1,
      killEveryMs: 1_000,
      random: createSeededRandom(5),
    })
    expect(rest).toEqual({
      crashes: 0,
      repeated: [],
      lost: [],
      wentBack: [],
      isConsistent: true,
      failures: {},
    })
    for (const count of [acknowledged, openings, checkpoints, kills]) {
      expect(count).toBeGreaterThan(0)
    }
  }, 60_000)

  it('is read alike by all of them', async () => {
    const file = join(folder, 'grants.db')
    const store = createSqliteGrantStore({ file })
    const expected = await store.read('grant-0')
    await store.close()
    expect(expected).toBeDefined()
    for (const version of ['node-22-12', 'node-22', 'node-24'] as const) {
      const code = `
        const store = createSqliteGrantStore({ file: ${JSON.stringify(file)} })
        console.log(JSON.stringify(await store.read('grant-0')))
      `
      const read: unknown = JSON.parse(runVault(version, repository, code))
      expect(read).toEqual(expected)
    }
  })
})

describe('createSqliteGrantStore() without @photostructure/sqlite', () => {
  const code = `
    try {
      const store = createSqliteGrantStore({ file: process.cwd() + '/data/grants.db' })
      console.log(await store.compareAndSwap('a', 0, undefined))
    } catch (error) { console.log(error.name, error.message) }
  `

  beforeAll(() => {
    for (const name of ['http', 'vault']) {
      for (const part of ['dist', 'package.json']) {
        const from = new URL(`../packages/${name}/${part}`, import.meta.url)
        const to = join(folder, 'node_modules', '@mudbrick', name, part)
        cpSync(fileURLToPath(from), to, { recursive: true })
      }
    }
  })

  it.each(['node-22', 'node-24'] as const)('uses the SQLite of %s', (version) => {
    expect(runVault(version, folder, code)).toBe('true')
  })

  it('refuses the SQLite of a Node.js that can lose commits', () => {
    expect(runVault('node-22-12', folder, code)).toBe(
      'ConfigurationError The store needs SQLite 3.51.3 or newer, since older ones can lose commits, but the one of Node.js 22.12.0 has 3.47.0 and @photostructure/sqlite is not installed: run npm install @photostructure/sqlite@1, or use Node.js 22.22.3, 24.15.0 or newer.',
    )
  })
})

const repository = fileURLToPath(new URL('../', import.meta.url))

/** Runs a module in a folder, which finds the packages from there, and returns what it prints. */
function runVault(version: NodeVersion, cwd: string, code: string): string {
  const imports = `import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'`
  const parameters = ['--no-warnings', '--input-type=module', '--eval', `${imports}\n${code}`]
  return execFileSync(findNode(version), parameters, { cwd, encoding: 'utf8' }).trim()
}
