import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { ensureCertificate, type Certificate } from '@mudbrick/sandbox/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { copyExample } from '../tools/lib/copy-example.mjs'
import { packPackages } from '../tools/lib/pack-packages.mjs'

const run = promisify(execFile)
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

let folder: string
let tarballs: ReadonlyMap<string, string>
let certificate: Certificate

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mudbrick-packed-'))
  tarballs = await packPackages(join(folder, 'tarballs'))
  certificate = await ensureCertificate({ directory: join(folder, 'certificate') })
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a project outside the repository', () => {
  it('installs the tarballs, runs the sandbox, and compiles with and without the DOM', async () => {
    const project = join(folder, 'project')
    await run('mkdir', ['-p', project])
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
    await run(
      'npm',
      ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs.values()],
      { cwd: project },
    )

    await writeFile(
      join(project, 'program.mjs'),
      `import { createSandbox } from '@mudbrick/sandbox'
       const sandbox = await createSandbox()
       console.log((await sandbox.fetch(sandbox.origins.ims + '/ims/keys')).status)`,
    )
    const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: project })
    expect(stdout).toBe('200\n')

    const page = await readFile(new URL('../docs/readme/page.ts', import.meta.url), 'utf8')
    await writeFile(join(project, 'page.ts'), page)
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--skipLibCheck', 'false']
    const compile = (...more: string[]): Promise<unknown> =>
      run(process.execPath, [tsc, ...options, ...more, 'page.ts'], { cwd: project })
    await compile('--lib', 'es2023,dom,dom.iterable', '--module', 'nodenext')
    await compile(
      '--lib',
      'es2023,dom,dom.iterable',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    )
  }, 120_000)

  it.each(['wknd-spa', 'express-embed', 'commerce-admin'])(
    'gets the example %s with all that it needs',
    async (name) => {
      const copy = join(folder, name)
      await copyExample({ name, folder: copy, tarballs, certificate })
      const text = await readFile(join(copy, 'package.json'), 'utf8')
      const manifest = JSON.parse(text) as Record<string, Record<string, string>>
      const versions = { ...manifest['dependencies'], ...manifest['devDependencies'] }
      const own = Object.entries(versions).filter(([dependency]) => /mudbrick/.test(dependency))
      expect(own.length).toBeGreaterThan(5)
      expect(own.filter(([, version]) => !version.startsWith('file:'))).toEqual([])
      expect(await readFile(join(copy, 'ssl/server.crt'), 'utf8')).toContain('CERTIFICATE')
      await expect(copyExample({ name, folder: copy, tarballs, certificate })).rejects.toThrow(
        'is not empty',
      )
    },
  )

  it('says which examples there are', async () => {
    const options = { name: 'wknd', folder: join(folder, 'none'), tarballs, certificate }
    await expect(copyExample(options)).rejects.toThrow(
      'There is no example wknd: write one of commerce-admin, express-embed, wknd-spa.',
    )
  })
})
