import { describe, expect, it, vi } from 'vitest'
import { raceAbort } from './race-abort.ts'

describe('raceAbort()', () => {
  it('resolves as the promise does', async () => {
    expect(await raceAbort(Promise.resolve('done'), new AbortController().signal)).toBe('done')
  })

  it('rejects as the promise does', async () => {
    const { signal } = new AbortController()
    await expect(raceAbort(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
  })

  it('rejects with the reason of the abort, while the promise continues', async () => {
    const giveUp = new AbortController()
    const waiting = raceAbort(new Promise(() => {}), giveUp.signal)
    giveUp.abort('enough')
    await expect(waiting).rejects.toBe('enough')
  })

  it('rejects at once when the signal was aborted before', async () => {
    await expect(raceAbort(Promise.resolve(), AbortSignal.abort('late'))).rejects.toBe('late')
  })

  it('handles the failure of a promise that is no longer waited for', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>()
    process.once('unhandledRejection', unhandled)
    const failing = Promise.reject(new Error('no'))
    await raceAbort(failing, AbortSignal.abort('late')).catch(() => {})
    await new Promise(setImmediate)
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('leaves no listener on a signal that lives on', async () => {
    const { signal } = new AbortController()
    const remove = vi.spyOn(signal, 'removeEventListener')
    await raceAbort(Promise.resolve(), signal)
    await vi.waitFor(() => expect(remove).toHaveBeenCalledOnce())
  })
})
