import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { findImsOrigin, readSettings } from './settings.mjs'

const example = await readFile(join(import.meta.dirname, '../../.env.example'), 'utf8')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-admin-'))
  const sandbox = example.replaceAll('./ssl/', './')
  await Promise.all([
    write('.env.example', sandbox),
    write('server.crt', 'fake certificate'),
    write('server.key', 'fake key'),
    write('ca.crt', 'fake authority'),
  ])
})

afterEach(() => rm(folder, { recursive: true }))

describe('readSettings()', () => {
  it('takes the sandbox of .env.example where there is no .env', () => {
    const settings = readSettings(folder, {})
    expect(settings).toMatchObject({
      credential: { clientId: 'commerce-admin', environment: 'https://127.0.0.1:8443' },
      commerceOrigin: 'https://localhost:8445',
      tenantId: 'WkndTenant01',
      isSandbox: true,
      vaultFolder: join(folder, '.cache/vault-3002'),
      processCount: 2,
      certificate: { cert: 'fake certificate', key: 'fake key' },
      caPath: join(folder, 'ca.crt'),
    })
    expect(settings.redirectUri.href).toBe('https://localhost:3002/auth/callback')
  })

  it('moves the ports of the sandbox and of this server together, and keeps their grants apart', () => {
    const { redirectUri, credential, commerceOrigin, vaultFolder } = readSettings(folder, {
      MUDBRICK_PORT_OFFSET: '100',
    })
    expect([redirectUri.href, credential.environment, commerceOrigin, vaultFolder]).toEqual([
      'https://localhost:3102/auth/callback',
      'https://127.0.0.1:8543',
      'https://localhost:8545',
      join(folder, '.cache/vault-3102'),
    ])
  })

  it('finds a sandbox without TLS, and then needs no certificate', async () => {
    await rm(join(folder, 'server.key'))
    const { redirectUri, credential, certificate } = readSettings(folder, {
      MUDBRICK_SCHEME: 'http',
    })
    expect([redirectUri.href, credential.environment, certificate]).toEqual([
      'http://localhost:3002/auth/callback',
      'http://127.0.0.1:8443',
      undefined,
    ])
  })

  it('takes .env for the whole configuration, wherever the sandbox is', async () => {
    await write('.env', change({ COMMERCE_IMS: 'production', COMMERCE_TENANT_ID: '' }))
    const settings = readSettings(folder, { MUDBRICK_PORT_OFFSET: '100' })
    expect(settings).toMatchObject({ isSandbox: false, tenantId: undefined })
    expect(settings.redirectUri.port).toBe('3002')
  })

  it('lets a variable of the process win over the file', () => {
    const { credential, processCount } = readSettings(folder, {
      COMMERCE_CLIENT_ID: 'client-id-123',
      COMMERCE_PROCESSES: '4',
    })
    expect([credential.clientId, processCount]).toEqual(['client-id-123', 4])
  })

  it('shows neither secret nor keys when the settings are printed', () => {
    const settings = readSettings(folder, { MUDBRICK_KEYS: 'fake-key' })
    expect([settings.credential.clientSecret, settings.keys]).toEqual([
      'commerce-admin-secret',
      'fake-key',
    ])
    expect(JSON.stringify(settings)).not.toMatch(/commerce-admin-secret|fake-key/)
  })

  it.each(['COMMERCE_CLIENT_ID', 'COMMERCE_CLIENT_SECRET', 'COMMERCE_SCOPES', 'COMMERCE_IMS'])(
    'names %s when it is missing',
    async (name) => {
      await write('.env', change({ [name]: '' }))
      expect(() => readSettings(folder, {})).toThrow(`${name} is missing from .env`)
    },
  )

  it.each([
    ['COMMERCE_IMS', 'prod', 'put production, stage, or the origin'],
    ['COMMERCE_ORIGIN', 'https://na1.api.commerce.adobe.com/T/V1', 'is not an origin'],
    ['COMMERCE_PROCESSES', '0', 'put a number from 1 to 9'],
    ['COMMERCE_REDIRECT_URI', 'https://shop.test/auth/callback', 'does not lead to this computer'],
    ['COMMERCE_REDIRECT_URI', '/auth/callback', 'does not lead to this computer'],
    ['SSL_KEY_FILE', './none.key', 'run `npm start` at the repository root once'],
    ['SSL_CA_FILE', './none.crt', 'or remove the variable'],
  ])('says what is wrong with %s=%s', (name, value, sentence) => {
    expect(() => readSettings(folder, { [name]: value })).toThrow(sentence)
  })
})

describe('findImsOrigin()', () => {
  it.each([
    ['production', 'https://ims-na1.adobelogin.com'],
    ['stage', 'https://ims-na1-stg1.adobelogin.com'],
    ['https://127.0.0.1:8443/', 'https://127.0.0.1:8443'],
  ])('finds that of %s', (environment, origin) => {
    expect(findImsOrigin(environment)).toBe(origin)
  })
})

function change(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`),
    example.replaceAll('./ssl/', './'),
  )
}

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text)
}
