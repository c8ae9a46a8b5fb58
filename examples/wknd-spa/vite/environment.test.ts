import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { findOffsetFault, moveToScheme, movePorts, readEnvironment } from './environment.ts'

const example = 'PORT=3001\nREACT_APP_AEM_ASSET_HOSTNAME=https://localhost:8444\n'

describe('readEnvironment()', () => {
  it('takes .env.example when there is no .env', () => {
    const folder = createFolder({ '.env.example': example })
    expect(readEnvironment(folder, {})).toEqual({
      PORT: '3001',
      REACT_APP_AEM_ASSET_HOSTNAME: 'https://localhost:8444',
    })
  })

  it('moves every port of .env.example together', () => {
    const folder = createFolder({ '.env.example': example })
    expect(readEnvironment(folder, { MUDBRICK_PORT_OFFSET: '500' })).toEqual({
      PORT: '3501',
      REACT_APP_AEM_ASSET_HOSTNAME: 'https://localhost:8944',
    })
  })

  it('takes .env as the whole configuration, its ports unmoved', () => {
    const folder = createFolder({ '.env.example': example, '.env': 'PORT=4000\n' })
    expect(readEnvironment(folder, { MUDBRICK_PORT_OFFSET: '500' })).toEqual({ PORT: '4000' })
  })

  it('lets a variable of the process win', () => {
    const folder = createFolder({ '.env.example': example })
    expect(readEnvironment(folder, { PORT: '5000' })).toMatchObject({ PORT: '5000' })
  })

  it('takes nothing else from the process', () => {
    const folder = createFolder({ '.env.example': '' })
    expect(readEnvironment(folder, { HOME: '/home/ada' })).toEqual({})
  })
})

describe('movePorts()', () => {
  it('leaves an address on another computer where it is', () => {
    const variables = { REACT_APP_AEM_ASSET_HOSTNAME: 'https://author.wknd.test:8444' }
    expect(movePorts(variables, 500)).toEqual(variables)
  })

  it('leaves what is no address as it is', () => {
    const variables = { REACT_APP_ADC_SCOPES: 'AdobeID,openid', SSL_KEY_FILE: './ssl/server.key' }
    expect(movePorts(variables, 500)).toEqual(variables)
  })
})

describe('findOffsetFault()', () => {
  it('names MUDBRICK_PORT_OFFSET when it is no number', () => {
    expect(findOffsetFault({ MUDBRICK_PORT_OFFSET: 'far' })).toMatch(/^MUDBRICK_PORT_OFFSET is not/)
  })

  it('accepts an unset one', () => {
    expect(findOffsetFault({})).toBeUndefined()
  })
})

function createFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wknd-spa-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

describe('moveToScheme()', () => {
  it('makes addresses on this computer plain HTTP, and leaves Adobe’s alone', () => {
    const variables = {
      REACT_APP_AEM_ASSET_HOSTNAME: 'https://localhost:8444',
      REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/token/v3',
      HTTPS: 'true',
    }
    expect(moveToScheme(variables, 'http')).toEqual({
      REACT_APP_AEM_ASSET_HOSTNAME: 'http://localhost:8444',
      REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: 'https://ims-na1.adobelogin.com/ims/token/v3',
      HTTPS: 'false',
    })
    expect(moveToScheme(variables, undefined)).toBe(variables)
  })
})
