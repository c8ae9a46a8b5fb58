import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { beforeAll, describe, expect, it } from 'vitest'

import { bundleStandalone, standalonePath } from './bundle-standalone.mjs'

let integrity: string
let file: Buffer

beforeAll(async () => {
  integrity = await bundleStandalone()
  file = await readFile(standalonePath)
})

describe('bundleStandalone()', () => {
  it('makes one file, which imports nothing', () => {
    expect(file.toString()).not.toMatch(/\bimport\b\s*(?:[{*"'(]|\w+ from)/)
  })

  it('gives its SRI hash', () => {
    expect(integrity).toBe(`sha384-${createHash('sha384').update(file).digest('base64')}`)
  })

  it('says whose it is', () => {
    expect(file.toString()).toMatch(/^\/\*! @mudbrick\/browser \d+\.\d+\.\d+ \| Apache-2\.0 \*\/\n/)
  })

  it('exports by the names of the guide', () => {
    const names = [...file.toString().matchAll(/\bas (\w+)[,}]/g)].map(([, name]) => name)
    expect(names).toContain('exchangeAuthCodeForToken')
  })
})
