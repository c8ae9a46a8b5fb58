import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { compactVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readSigningKeys } from './signing-keys.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mudbrick-keys-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

describe('readSigningKeys()', () => {
  it('makes keys where there are none, and says so', async () => {
    const { signingKeys, reason } = await readSigningKeys({ directory })

    expect(signingKeys.idToken.kid).not.toBe(signingKeys.accessToken.kid)
    expect(reason).toBe(`Keys to sign tokens with were made in ${keysPath()}.`)
  })

  it('gives the same keys the next time, without a word', async () => {
    const first = await readSigningKeys({ directory })
    const second = await readSigningKeys({ directory })

    expect(second.signingKeys.accessToken.publicJwk).toEqual(
      first.signingKeys.accessToken.publicJwk,
    )
    expect(second.reason).toBeUndefined()
  })

  it('gives keys that check what a former process signed', async () => {
    const { signingKeys: former } = await readSigningKeys({ directory })
    const token = `${header}.e30.${await former.idToken.sign(`${header}.e30`)}`

    const { signingKeys } = await readSigningKeys({ directory })

    await expect(compactVerify(token, signingKeys.idToken.publicJwk)).resolves.toBeDefined()
  })

  it('gives keys that sign with RS256', async () => {
    const { signingKeys } = await readSigningKeys({ directory })
    const { publicJwk, sign } = signingKeys.accessToken

    const token = `${header}.e30.${await sign(`${header}.e30`)}`

    await expect(compactVerify(token, publicJwk)).resolves.toMatchObject({
      protectedHeader: { alg: 'RS256' },
    })
  })

  it('shows the public half alone', async () => {
    const { signingKeys } = await readSigningKeys({ directory })

    expect(signingKeys.idToken.publicJwk).toEqual({
      kty: 'RSA',
      n: expect.stringMatching(/^[\w-]{342}$/),
      e: 'AQAB',
      kid: signingKeys.idToken.kid,
      alg: 'RS256',
      use: 'sig',
    })
    expect(JSON.stringify(signingKeys)).not.toContain('"d":')
  })

  it('lets only the user read them', async () => {
    await readSigningKeys({ directory: join(directory, 'deeper') })

    const modes = [join(directory, 'deeper'), join(directory, 'deeper', 'keys.json')]
    expect(await Promise.all(modes.map(readMode))).toEqual([0o700, 0o600])
  })

  it.each([
    ['is no JSON', () => '{'],
    ['is a list', () => '[]'],
    ['names no key', () => '{"idToken":{"kty":"RSA"}}'],
    ['has halves of different keys', mixHalves],
  ])('replaces a file that %s, and says so', async (_, breakFile) => {
    await readSigningKeys({ directory })
    await writeFile(keysPath(), await breakFile())

    const { reason } = await readSigningKeys({ directory })

    expect(reason).toBe(
      `The signing keys in ${keysPath()} could not be used, so new ones were made: tokens of before are not known any more.`,
    )
    expect((await readSigningKeys({ directory })).reason).toBeUndefined()
  })

  it('gives all that ask at once the same keys, and leaves no draft', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => readSigningKeys({ directory })))

    const moduli = all.map(({ signingKeys }) => signingKeys.idToken.publicJwk.n)
    expect(new Set(moduli).size).toBe(1)
    expect(await readdir(directory)).toEqual(['keys.json'])
  })

  it('names a folder that cannot be used', async () => {
    const path = join(directory, 'file')
    await writeFile(path, '')

    await expect(readSigningKeys({ directory: path })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: `The folder ${path} cannot be used for signing keys (EEXIST): make it a folder that you own and can write, or name another place with MUDBRICK_HOME.`,
    })
  })

  it('names a folder in whose place for keys something else is', async () => {
    await mkdir(keysPath())

    await expect(readSigningKeys({ directory })).rejects.toThrow(/for signing keys \(EISDIR\)/)
  })
})

/** `{"alg":"RS256"}` */
const header = 'eyJhbGciOiJSUzI1NiJ9'

function keysPath(): string {
  return join(directory, 'keys.json')
}

async function readMode(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

/** A key with the modulus of another. */
async function mixHalves(): Promise<string> {
  const { idToken, accessToken } = JSON.parse(await readFile(keysPath(), 'utf8'))
  return JSON.stringify({ idToken: { ...idToken, n: accessToken.n }, accessToken })
}
