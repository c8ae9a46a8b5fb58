import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createSandbox } from '@mudbrick/sandbox'
import { readSeedFile } from '@mudbrick/sandbox/node'
import { expect, it } from 'vitest'

it('reads the seed of the README, which has an example of every kind', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, text = ''] = /## A seed\n\n```yaml\n([^]*?)```/.exec(readme) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'mudbrick-readme-seed-'))
  try {
    const path = join(folder, 'seed.yaml')
    await writeFile(path, text)
    const sandbox = await createSandbox({ seed: await readSeedFile(path) })
    expect(sandbox.users.get('eve@example.test').password).toBe('mudbrick')
    const own = sandbox.credentials.list().filter(({ clientId }) => clientId.startsWith('my-'))
    expect(own.map(({ type }) => type)).toEqual([
      'single-page-app',
      'native-app',
      'web-app',
      'server-to-server',
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
