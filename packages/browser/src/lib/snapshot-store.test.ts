import { describe, expect, it, vi } from 'vitest'
import { createSnapshotStore } from './snapshot-store.ts'

describe('createSnapshotStore()', () => {
  it('notifies its subscribers', () => {
    const store = createSnapshotStore({ status: 'restoring' })
    const listener = vi.fn<() => void>()
    store.subscribe(listener)
    store.publish({ status: 'signed-out' })
    expect(listener).toHaveBeenCalledOnce()
  })

  it('gives the new snapshot to a listener that asks', () => {
    const store = createSnapshotStore({ status: 'restoring' })
    const seen: string[] = []
    store.subscribe(() => seen.push(store.getSnapshot().status))
    store.publish({ status: 'signed-out' })
    expect(seen).toEqual(['signed-out'])
  })

  it('keeps the identity of a snapshot with the same content', () => {
    const store = createSnapshotStore({ status: 'expired', profile: undefined })
    const before = store.getSnapshot()
    store.publish({ status: 'expired', profile: undefined })
    expect(store.getSnapshot()).toBe(before)
  })

  it('notifies no subscriber of a snapshot with the same content', () => {
    const store = createSnapshotStore({ status: 'restoring' })
    const listener = vi.fn<() => void>()
    store.subscribe(listener)
    store.publish({ status: 'restoring' })
    expect(listener).not.toHaveBeenCalled()
  })

  it('freezes the snapshot', () => {
    expect(createSnapshotStore({ status: 'restoring' }).getSnapshot()).toSatisfy(Object.isFrozen)
  })

  it('does not notify a listener that has unsubscribed', () => {
    const store = createSnapshotStore({ status: 'restoring' })
    const listener = vi.fn<() => void>()
    store.subscribe(listener)()
    store.publish({ status: 'signed-out' })
    expect(listener).not.toHaveBeenCalled()
  })

  it('keeps the other subscription of a listener that subscribed twice', () => {
    const store = createSnapshotStore({ status: 'restoring' })
    const listener = vi.fn<() => void>()
    store.subscribe(listener)
    store.subscribe(listener)()
    store.publish({ status: 'signed-out' })
    expect(listener).toHaveBeenCalledOnce()
  })

  it('notifies the others when one listener fails, and reports the failure', () => {
    const reported = vi.spyOn(globalThis, 'queueMicrotask').mockReturnValue()
    const store = createSnapshotStore({ status: 'restoring' })
    const listener = vi.fn<() => void>()
    store.subscribe(() => {
      throw new Error('a mistake of the app')
    })
    store.subscribe(listener)
    store.publish({ status: 'signed-out' })
    const report = reported.mock.calls[0]?.[0]
    reported.mockRestore()
    expect(listener).toHaveBeenCalledOnce()
    expect(report).toThrow('a mistake of the app')
  })
})
