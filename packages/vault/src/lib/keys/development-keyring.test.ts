import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createContent } from '../grant-content.ts'
import { createDevelopmentKeyring } from './development-keyring.ts'
import { openGrant, sealGrant } from '../sealed-record.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mudbrick-keys-'))
  file = join(folder, 'vault', 'key')
})

afterEach(() => rm(folder, { recursive: true }))

describe('createDevelopmentKeyring()', () => {
  it('makes a file that only its owner may read', async () => {
    await createDevelopmentKeyring(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'vault'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'vault'))).toEqual(['key'])
  })

  it('gives one key to all who start at a time', async () => {
    const keyrings = await Promise.all(
      Array.from({ length: 8 }, () => createDevelopmentKeyring(file)),
    )
    const [keyring = await createDevelopmentKeyring(file)] = keyrings
    const record = await sealGrant(keyring, 'id-1', 1, content)
    for (const keys of keyrings) expect(await openGrant(keys, 'id-1', record)).toEqual(content)
  })

  it('refuses a file that others may read', async () => {
    await createDevelopmentKeyring(file)
    await chmod(file, 0o644)
    await expect(createDevelopmentKeyring(file)).rejects.toThrow('chmod 600')
  })

  it('refuses a file without a key', async () => {
    await createDevelopmentKeyring(file)
    await writeFile(file, 'garbage')
    await expect(createDevelopmentKeyring(file)).rejects.toThrow('contains no key')
  })
})

const content = createContent({
  clientId: 'client-1',
  generation: 1,
  state: { status: 'active' },
  subject: undefined,
  profile: undefined,
  scopes: [],
  createdAt: 1,
  receivedAt: 2,
  expiresAt: 3,
  isUsed: true,
  dueAt: undefined,
  isRevocationPending: false,
  trouble: undefined,
  accessToken: 'fake-access-token',
  refreshToken: undefined,
  revoking: [],
})
