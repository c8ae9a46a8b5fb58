import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { parseServerSettings } from './server-settings.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const thisFile = './server-settings.test.ts'

describe('parseServerSettings()', () => {
  it('resolves the certificate against the folder', () => {
    const variables = {
      PORT: '3001',
      HTTPS: 'true',
      SSL_CRT_FILE: thisFile,
      SSL_KEY_FILE: thisFile,
    }
    const file = fileURLToPath(import.meta.url)
    expect(parseServerSettings(variables, folder)).toEqual({
      settings: { port: 3001, certificate: { cert: file, key: file } },
      faults: [],
    })
  })

  it('needs no certificate without HTTPS', () => {
    expect(parseServerSettings({ PORT: '3001', HTTPS: 'false' }, folder)).toEqual({
      settings: { port: 3001, certificate: undefined },
      faults: [],
    })
  })

  it('says how to get a certificate that is not there', () => {
    const variables = {
      PORT: '3001',
      HTTPS: 'true',
      SSL_CRT_FILE: './ssl/none.crt',
      SSL_KEY_FILE: thisFile,
    }
    expect(parseServerSettings(variables, folder).faults).toEqual([
      'SSL_CRT_FILE names ./ssl/none.crt, which does not exist: run `npm start` at the repository root once, which makes it, or set HTTPS=false.',
    ])
  })

  it('names a missing SSL variable', () => {
    const variables = { PORT: '3001', HTTPS: 'true', SSL_CRT_FILE: thisFile }
    expect(parseServerSettings(variables, folder).faults).toEqual([
      'SSL_KEY_FILE is missing from .env: put ./ssl/server.key, or set HTTPS=false.',
    ])
  })

  it('names an invalid PORT', () => {
    expect(parseServerSettings({ PORT: '99999', HTTPS: 'false' }, folder).faults).toEqual([
      'PORT is missing from .env or not a port: put the one of the redirect URI, such as 3001.',
    ])
  })

  it('names a missing HTTPS', () => {
    expect(parseServerSettings({ PORT: '3001' }, folder).faults).toEqual([
      'HTTPS is missing from .env or neither true nor false: put true.',
    ])
  })
})
