import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readSeedFile } from './seed-file.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mudbrick-seed-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

describe('readSeedFile()', () => {
  it('reads JSON, however it is indented', async () => {
    const path = await write('seed.json', JSON.stringify({ organizations }, undefined, '\t'))

    expect(await readSeedFile(path)).toEqual({ organizations })
  })

  it('reads YAML', async () => {
    const text = 'organizations:\n  - id: 0A@AdobeOrg\n    name: Dunes\n    productProfiles: []\n'
    const path = await write('seed.yaml', text)

    expect(await readSeedFile(path)).toEqual({ organizations })
  })

  it.each(['', '# nothing yet\n', 'null'])('says that a file is empty: %j', async (text) => {
    const path = await write('seed.yaml', text)

    await expect(readSeedFile(path)).rejects.toThrow('seed.yaml is empty: write users')
  })

  it('names file, line and column of what cannot be parsed', async () => {
    const path = await write('seed.json', '{\n  "users": [\n}\n')

    await expect(readSeedFile(path)).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringMatching(/seed\.json, line 3, column 1: .*\. Correct it there\.$/s),
    })
  })

  it('names the file and the place of what is no seed', async () => {
    const path = await write(
      'seed.yaml',
      'organizations:\n  - id: 0A@AdobeOrg\n    productProfiles: []\n',
    )

    await expect(readSeedFile(path)).rejects.toThrow(/seed\.yaml .*organizations\[0\]\.name: /)
  })

  it('names a file that does not exist', async () => {
    await expect(readSeedFile('missing.json')).rejects.toMatchObject({
      message:
        'The seed file missing.json does not exist: name a JSON or YAML file that you can read.',
    })
  })

  it('says that a folder is not a file', async () => {
    await expect(readSeedFile(directory)).rejects.toThrow(/ is a folder: /)
  })
})

const organizations = [{ id: '0A@AdobeOrg', name: 'Dunes', productProfiles: [] }]

async function write(name: string, text: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, text)
  return path
}
