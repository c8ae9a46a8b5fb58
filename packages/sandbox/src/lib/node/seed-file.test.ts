import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

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

  it.each([
    ['seed.yaml', 'organizations:\n  - productProfiles: []\n    id: 0A\n    nmae: x\nsurplus: 1\n'],
    [
      'seed.json',
      '{ "organizations": [\n  { "productProfiles": [],\n    "id": "0A",\n    "nmae": "x" } ],\n  "surplus": 1 }',
    ],
  ])('names file, line and member of all that is wrong in %s', async (name, text) => {
    const path = await write(name, text)

    const message = await readSeedFile(path).then(String, (error: Error) => error.message)
    expect(message).toContain(`The seed ${path} cannot be used; correct `)
    expect(message).toContain('line 2, organizations[0].name: it is missing')
    expect(message).toContain('line 3, organizations[0].id: end the id with "@AdobeOrg"')
    expect(message).toContain('line 4, organizations[0].nmae: there is no such member')
    expect(message).toContain('line 5, surplus: there is no such member')
  })

  it.each([
    [
      'an alias of nothing',
      'users:\n  - *eve\n',
      'line 2, column 5: there is no &eve before *eve.',
    ],
    ['two documents', 'users: []\n---\nusers: []\n', 'line 2, column 1: a second document begins'],
    [
      'aliases that repeat too much',
      `a0: &a0 [1]\n${[1, 2, 3, 4].map((n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]\n`).join('')}`,
      'line 1, column 1: its aliases repeat too much',
    ],
  ])('names line and column of %s', async (_, text, words) => {
    await expect(readSeedFile(await write('seed.yaml', text))).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining(words),
    })
  })

  it('names the line of what an alias stands for', async () => {
    const path = await write(
      'seed.yaml',
      'extra: &mine\n  productProfiles: []\n  name: Mine\n  id: 0A\norganizations: [*mine]\n',
    )

    await expect(readSeedFile(path)).rejects.toThrow('line 4, organizations[0].id: ')
  })

  it('names the line of a user who is there twice', async () => {
    const text = 'users:\n  - email: eve@wknd.test\n    note: first\n  - email: " Eve@WKND.test"\n'
    const path = await write('seed.yaml', text)

    await expect(readSeedFile(path)).rejects.toThrow(
      `The seed ${path} cannot be used; correct line 4, users[1].email: users[0] has "eve@wknd.test" too; correct one of them, or leave it out.`,
    )
  })

  it('names the line of an organization that is there twice', async () => {
    const path = await write(
      'seed.json',
      JSON.stringify({ organizations: [...organizations, ...organizations] }),
    )

    await expect(readSeedFile(path)).rejects.toThrow(
      'line 1, organizations[1].id: organizations[0] has "0A@AdobeOrg" too',
    )
  })

  it('names the line of an organization or product profile that there is not', async () => {
    const path = await write(
      'seed.yaml',
      `users:
  - email: eve@example.test
    organization: 0B@AdobeOrg
  - email: finn@example.test
    organization: 0A@AdobeOrg
    productProfiles: [Readers, Writers]
organizations:
  - id: 0A@AdobeOrg
    name: Dunes
    productProfiles: [{ name: Readers, repositoryRights: [read] }]
`,
    )

    const message = await readSeedFile(path).then(String, (error: Error) => error.message)
    expect(message).toContain('line 3, users[0].organization: there is no organization 0B@AdobeOrg')
    expect(message).toContain(
      'line 6, users[1].productProfiles[1]: 0A@AdobeOrg has no product profile "Writers"; it has Readers.',
    )
  })

  it('names the line of a rule between members', async () => {
    const path = await write(
      'seed.yaml',
      `credentials:
  - type: single-page-app
    clientId: mine
    name: Mine
    scopes: [openid]
    defaultRedirectUri: https://localhost:5173/callback
    redirectUriPatterns:
      - https://localhost:5173/callback
      - 'https://(?=localhost)'
`,
    )

    await expect(readSeedFile(path)).rejects.toThrow(
      'line 9, credentials[0].redirectUriPatterns[1]',
    )
  })

  describe('of Adobe’s Developer Console', () => {
    const download = (patterns: string): string => `{ "project": { "workspace": { "details": {
      "services": [ { "name": "AEM Sites" } ],
      "credentials": [ { "name": "Key", "integration_type": "apikey" },
        { "name": "Mine", "integration_type": "oauthsinglepageapp",
          "oauth2": { "client_id": "mine",
            "defaultRedirectUri": "https://localhost:5173/callback",
            "redirect_uri": [
              "${patterns}" ] } } ] } } } }`

    it('names the line in the file, though its members have other names', async () => {
      const path = await write('console.json', download('https://(?=localhost)'))

      await expect(readSeedFile(path, { scopes: ['openid'] })).rejects.toThrow('correct line 8, ')
    })

    it('asks for the scopes, with credentials and services', async () => {
      const path = await write('console.json', download('https://localhost:5173/.*'))
      const askForScopes = vi.fn<() => Promise<string[]>>(async () => ['openid', 'aem.folders'])

      const { credentials } = await readSeedFile(path, { askForScopes })

      expect(askForScopes).toHaveBeenCalledWith({ credentials: ['Mine'], services: ['AEM Sites'] })
      expect(credentials).toEqual([expect.objectContaining({ scopes: ['openid', 'aem.folders'] })])
    })

    it('says how to give the scopes when the question stays without an answer', async () => {
      const path = await write('console.json', download('https://localhost:5173/.*'))

      await expect(readSeedFile(path, { askForScopes: async () => undefined })).rejects.toThrow(
        'give them with --scopes',
      )
    })
  })

  it('says that scopes given beside it are not used', async () => {
    const onNotice = vi.fn<(notice: string) => void>()
    const path = await write('seed.json', '{}')

    await readSeedFile(path, { scopes: ['openid'], onNotice })

    expect(onNotice).toHaveBeenCalledWith(
      `The scopes given beside ${path} are not used: each credential of a seed names its own.`,
    )
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
