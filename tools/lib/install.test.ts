import { describe, expect, it } from 'vitest'

import { isLockIncomplete, isStale } from './install.mjs'

describe('isStale()', () => {
  it('is true when nothing is installed', () => {
    expect(isStale(1_000_000, undefined)).toBe(true)
  })

  it('is true when the lock file has changed since', () => {
    expect(isStale(1_060_000, 1_000_000)).toBe(true)
  })

  it('is false when the installation is newer', () => {
    expect(isStale(1_000_000, 1_060_000)).toBe(false)
  })

  it('is false when npm wrote both at once', () => {
    expect(isStale(1_000_020, 1_000_000)).toBe(false)
  })
})

describe('isLockIncomplete()', () => {
  it('recognises what npm ci says of a lock file without the packages of some systems', () => {
    const output = `npm error code EUSAGE
npm error
npm error \`npm ci\` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with \`npm install\` before continuing.
npm error
npm error Missing: @oxfmt/binding-darwin-arm64@ from lock file
npm error Missing: @oxfmt/binding-darwin-x64@ from lock file
`
    expect(isLockIncomplete(output)).toBe(true)
  })

  it('does not excuse a lock file that contradicts package.json', () => {
    const output = `npm error Missing: @oxfmt/binding-darwin-arm64@ from lock file
npm error Invalid: lock file's hono@3.0.0 does not satisfy hono@4.0.0
`
    expect(isLockIncomplete(output)).toBe(false)
  })

  it('does not excuse anything else', () => {
    expect(isLockIncomplete('npm error code E404')).toBe(false)
  })
})
