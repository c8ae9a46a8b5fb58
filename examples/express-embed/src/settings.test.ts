import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readSettings } from './settings.mjs'

const sandbox = `
EXPRESS_IMS=https://127.0.0.1:8443
EXPRESS_CLIENT_ID=express-embed
EXPRESS_SCOPES=AdobeID,openid
EXPRESS_HTTPS=true
EXPRESS_PORT=8000
SSL_CRT_FILE=./server.crt
SSL_KEY_FILE=./server.key
`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'express-embed-'))
  await Promise.all([
    write('.env.example', sandbox),
    write('server.crt', 'fake certificate'),
    write('server.key', 'fake key'),
  ])
})

afterEach(() => rm(folder, { recursive: true }))

describe('readSettings()', () => {
  it('takes the sandbox of .env.example where there is no .env', () => {
    expect(readSettings(folder, {})).toEqual({
      port: 8000,
      scheme: 'https',
      certificate: { cert: 'fake certificate', key: 'fake key' },
      credential: {
        clientId: 'express-embed',
        scopes: 'AdobeID,openid',
        environment: 'https://127.0.0.1:8443',
      },
    })
  })

  it('moves the ports of the sandbox and of the page together', () => {
    const { port, credential } = readSettings(folder, { MUDBRICK_PORT_OFFSET: '100' })
    expect([port, credential.environment]).toEqual([8100, 'https://127.0.0.1:8543'])
  })

  it('finds a sandbox without TLS', () => {
    const { scheme, credential } = readSettings(folder, { MUDBRICK_SCHEME: 'http' })
    expect([scheme, credential.environment]).toEqual(['http', 'http://127.0.0.1:8443'])
  })

  it('does without a certificate when the page does without TLS', async () => {
    await rm(join(folder, 'server.key'))
    const { certificate } = readSettings(folder, { EXPRESS_HTTPS: 'false' })
    expect(certificate).toBeUndefined()
  })

  it('keeps the certificate for the default redirect URI when the page does without TLS', () => {
    const { scheme, certificate } = readSettings(folder, { EXPRESS_HTTPS: 'false' })
    expect([scheme, certificate?.key]).toEqual(['http', 'fake key'])
  })

  it('takes .env for the whole configuration, wherever the sandbox is', async () => {
    await write('.env', sandbox.replace('https://127.0.0.1:8443', 'production'))
    const { port, credential } = readSettings(folder, { MUDBRICK_PORT_OFFSET: '100' })
    expect([port, credential.environment]).toEqual([8000, 'production'])
  })

  it('lets a variable of the process win over the file', async () => {
    await write('.env', sandbox)
    const { credential } = readSettings(folder, { EXPRESS_CLIENT_ID: 'client-id-123' })
    expect(credential.clientId).toBe('client-id-123')
  })

  it.each(['EXPRESS_CLIENT_ID', 'EXPRESS_SCOPES', 'EXPRESS_IMS'])(
    'names %s when it is missing',
    async (name) => {
      await write('.env', sandbox.replace(new RegExp(`^${name}=.*$`, 'm'), ''))
      expect(() => readSettings(folder, {})).toThrow(`${name} is missing from .env`)
    },
  )

  it('refuses an invalid port', () => {
    expect(() => readSettings(folder, { EXPRESS_PORT: '80000' })).toThrow('EXPRESS_PORT')
  })

  it('says how to get a certificate', async () => {
    await rm(join(folder, 'server.key'))
    expect(() => readSettings(folder, {})).toThrow('run `npm start` at the repository root once')
  })
})

function write(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text)
}
