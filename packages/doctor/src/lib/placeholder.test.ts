import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { isPlaceholder } from './placeholder.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

describe('isPlaceholder()', () => {
  it('knows every value that our READMEs and guides print to be replaced', () => {
    const texts = [
      'README.md',
      ...readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`),
      ...readdirSync(`${root}docs/guides`)
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/guides/${name}`),
    ].map((path) => readFileSync(root + path, 'utf8'))
    const printed = texts.flatMap((text) =>
      [...text.matchAll(/client-id-\w+|https:\/\/author-[\w-]+\.adobeaemcloud\.com/g)].map(
        ([value]) => value,
      ),
    )

    expect(printed.length).toBeGreaterThan(10)
    expect([...new Set(printed)].filter((value) => !isPlaceholder(value))).toEqual([])
  })

  it.each(['a1b2c3d4e5f60718293a4b5c6d7e8f90', 'https://author-p70001-e80001.adobeaemcloud.com'])(
    'leaves %s alone',
    (value) => {
      expect(isPlaceholder(value)).toBe(false)
    },
  )
})
