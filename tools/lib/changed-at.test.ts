import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { changedAt } from './changed-at.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-changed-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src', 'a.ts'), '')
  writeFileSync(join(folder, 'src', 'b.ts'), '')
  for (const path of ['src/a.ts', 'src/b.ts', 'src', '.'])
    utimesSync(join(folder, path), 1000, 1000)
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('changedAt()', () => {
  it('is the time of the newest file of a folder', () => {
    utimesSync(join(folder, 'src', 'b.ts'), 2000, 2000)
    expect(changedAt(folder)).toBe(2_000_000)
  })

  it('is later once a file was deleted', () => {
    rmSync(join(folder, 'src', 'b.ts'))
    expect(changedAt(folder)).toBeGreaterThan(1_000_000)
  })

  it('is 0 where there is nothing', () => {
    expect(changedAt(join(folder, 'gone'))).toBe(0)
  })
})
