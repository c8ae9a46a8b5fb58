import { describe, expect, it } from 'vitest'

import { shortenPath } from './shorten-path.ts'

describe('shortenPath()', () => {
  it('leaves out the folders that every content fragment model shares', () => {
    expect(shortenPath('/conf/wknd-shared/settings/dam/cfm/models/adventure')).toBe(
      '/conf/wknd-shared/…/adventure',
    )
  })

  it('leaves any other path as it is', () => {
    expect(shortenPath('/content/dam/wknd-shared')).toBe('/content/dam/wknd-shared')
  })
})
