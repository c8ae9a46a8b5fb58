import { describe, expect, it, vi } from 'vitest'
import { createFakeStorage } from '@mudbrick/testing/fake-page'
import type { Warn } from './session-warning.ts'
import { createStorageWithFallback } from './storage.ts'

describe('createStorageWithFallback()', () => {
  it('keeps text in the storage', () => {
    const real = createFakeStorage()
    createStorageWithFallback(() => real, ignore).setItem('key', 'text')
    expect(real.getItem('key')).toBe('text')
  })

  it('finds what an earlier page has kept', () => {
    const real = createFakeStorage()
    real.setItem('key', 'text')
    expect(createStorageWithFallback(() => real, ignore).getItem('key')).toBe('text')
  })

  it('returns null for what was never kept', () => {
    expect(createStorageWithFallback(createFakeStorage, ignore).getItem('key')).toBeNull()
  })

  it('works in memory when the storage cannot be opened', () => {
    const storage = createStorageWithFallback(refuse, ignore)
    storage.setItem('key', 'text')
    expect(storage.getItem('key')).toBe('text')
  })

  it('forgets in memory, too', () => {
    const storage = createStorageWithFallback(refuse, ignore)
    storage.setItem('key', 'text')
    storage.removeItem('key')
    expect(storage.getItem('key')).toBeNull()
  })

  it('warns once, with the cause', () => {
    const warn = vi.fn<Warn>()
    const storage = createStorageWithFallback(refuse, warn)
    storage.setItem('key', 'text')
    storage.removeItem('key')
    expect(warn.mock.calls).toEqual([
      [expect.objectContaining({ code: 'storage_unavailable', cause: new Error('refused') })],
    ])
  })

  it('leaves no older text behind when the storage is full', () => {
    const real = createFakeStorage()
    real.setItem('key', 'older')
    const full = { ...real, setItem: refuse }
    createStorageWithFallback(() => full, ignore).setItem('key', 'newer')
    expect(real.getItem('key')).toBeNull()
  })

  it('prefers what the storage refused to what it kept before', () => {
    const real = createFakeStorage()
    real.setItem('key', 'older')
    const readOnly = { ...real, setItem: refuse, removeItem: refuse }
    const storage = createStorageWithFallback(() => readOnly, ignore)
    storage.setItem('key', 'newer')
    expect(storage.getItem('key')).toBe('newer')
  })
})

function ignore(): void {}

function refuse(): never {
  throw new Error('refused')
}
