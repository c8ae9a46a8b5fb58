import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { inPrivateFolder } from './home-folder.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mudbrick-home-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

describe('inPrivateFolder()', () => {
  it('makes each folder on the way, for this user alone', async () => {
    const path = join(directory, 'a', 'b', 'c')

    expect(await inPrivateFolder(path, 'keys', async () => 'done')).toBe('done')
    expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  it('refuses a folder below a file', async () => {
    await writeFile(join(directory, 'file'), '')

    await expect(
      inPrivateFolder(join(directory, 'file', 'a', 'b'), 'keys', async () => {}),
    ).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('cannot be used for keys (ENOTDIR)'),
    })
  })

  it.runIf(process.platform === 'linux')(
    'refuses a folder where none can be made, at once',
    { timeout: 20_000 },
    () => {
      const module = new URL('../../../dist/lib/node/home-folder.js', import.meta.url)
      const program = `import { inPrivateFolder } from ${JSON.stringify(module.href)}
        await inPrivateFolder('/proc/nope/keys', 'keys', async () => {}).catch((error) => console.log(error.message))`
      // In a process of its own, which can be ended when it tries without end.
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        encoding: 'utf8',
        timeout: 15_000,
      })
      expect(stdout).toContain(
        'The folder /proc/nope/keys cannot be used for keys (ENOENT): make it a folder that you own and can write, or name another place with MUDBRICK_HOME.',
      )
    },
  )
})
