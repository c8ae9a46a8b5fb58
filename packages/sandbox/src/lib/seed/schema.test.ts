import { describe, expect, it } from 'vitest'

import { readSeedFiles } from '../node/seed-files.ts'
import { parseSeedAdditions } from './schema.ts'

describe('parseSeedAdditions()', () => {
  it('reads the shipped seed', () => {
    const { users, organizations, credentials } = readSeedFiles()
    expect(parseSeedAdditions({ users, organizations, credentials }, 'seed')).toEqual({
      users,
      organizations,
      credentials,
    })
  })

  it('names file, path and what is right, for everything that is wrong', () => {
    const organization = { id: 'wknd', name: 'WKND', productProfiles: [], extra: 1 }
    const parse = (): unknown => parseSeedAdditions({ organizations: [organization] }, 'my.json')
    expect(parse).toThrow(/my\.json .*organizations\[0\]\.id: end the id with "@AdobeOrg"/)
    expect(parse).toThrow(/organizations\[0\]\.extra: there is no such member/)
  })
})
