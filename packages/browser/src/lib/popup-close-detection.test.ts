import { createFakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it, vi } from 'vitest'
import { watchForReturn } from './popup-close-detection.ts'

describe('watchForReturn()', () => {
  it('calls back a second after a return', () => {
    const { time, listener, turn } = watch()
    turn(false)
    turn(true)
    time.pass(999)
    expect(listener).not.toHaveBeenCalled()
    time.pass(1)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('calls back after each return', () => {
    const { time, listener, turn } = watch()
    turn(false)
    turn(true)
    time.pass(1_000)
    turn(false)
    turn(true)
    time.pass(1_000)
    expect(listener).toHaveBeenCalledTimes(2)
  })

  it('does not call back once it is told to stop, not even for a return of before', () => {
    const { time, listener, turn, stop } = watch()
    turn(false)
    turn(true)
    stop()
    time.pass(60_000)
    expect(listener).not.toHaveBeenCalled()
  })

  it('watches no longer once it is told to stop', () => {
    const { stop, isWatching } = watch()
    stop()
    expect(isWatching()).toBe(false)
  })
})

function watch() {
  const time = createFakeTime()
  const listener = vi.fn<() => void>()
  let turn: ((hasFocus: boolean) => void) | undefined
  const onFocusChange = (heard: (hasFocus: boolean) => void): (() => void) => {
    turn = heard
    return () => {
      turn = undefined
    }
  }
  const stop = watchForReturn({ onFocusChange }, time, listener)
  return {
    time,
    listener,
    stop,
    turn: (hasFocus: boolean) => turn?.(hasFocus),
    isWatching: () => turn !== undefined,
  }
}
