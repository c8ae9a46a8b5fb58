import { describe, expect, it } from 'vitest'

import { findNodeVersionFault } from './node-version.mjs'

describe('findNodeVersionFault()', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('accepts %s', (version) => {
    expect(findNodeVersionFault(version, '20.19')).toBeUndefined()
  })

  it.each(['18.20.4', '20.18.3'])('says what to do about %s', (version) => {
    expect(findNodeVersionFault(version, '20.19')).toBe(
      `Mudbrick needs Node.js 20.19 or newer, and this is ${version}: install a newer one from https://nodejs.org, then run the command again.`,
    )
  })
})
