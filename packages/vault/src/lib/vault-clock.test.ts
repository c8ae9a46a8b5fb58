import { createSteppedTime } from '@mudbrick/testing/stepped-time'
import { describe, expect, it } from 'vitest'
import { createWatch } from './vault-clock.ts'

describe('since()', () => {
  it('takes the longer of both times: a machine that slept', async () => {
    const time = createSteppedTime()
    const { moment, since } = createWatch(time)
    const began = moment()
    await time.advance(1_000)
    expect(since(began)).toBe(1_000)
    time.jump(60_000)
    expect(since(began)).toBe(61_000)
  })

  it('is endless when the clock was set back, but not by a trifle', async () => {
    const time = createSteppedTime()
    const { moment, since } = createWatch(time)
    const began = moment()
    await time.advance(1_000)
    time.jump(-1_050)
    expect(since(began)).toBe(1_000)
    time.jump(-60_000)
    expect(since(began)).toBe(Infinity)
  })
})

describe('a patient timer', () => {
  it('rings in time in a process that is awake', async () => {
    const time = createSteppedTime()
    const rung: number[] = []
    createWatch(time).patient.setTimer(() => rung.push(time.elapsed()), 500)
    await time.advance(5_000)
    expect(rung).toEqual([500])
  })

  it('gives a process that has just woken up a moment', async () => {
    const time = createSteppedTime()
    let elapsed = 0
    const watch = createWatch({ ...time, elapsed: () => elapsed })
    let hasRung = false
    watch.patient.setTimer(() => {
      hasRung = true
    }, 500)
    elapsed = 10_000
    await time.advance(500)
    expect(hasRung).toBe(false)
    await time.advance(1_000)
    expect(hasRung).toBe(true)
  })

  it('can be stopped, before and after it has given that moment', async () => {
    const time = createSteppedTime()
    let elapsed = 0
    const { patient } = createWatch({ ...time, elapsed: () => elapsed })
    let rings = 0
    const ring = (): number => (rings += 1)
    patient.setTimer(ring, 500)()
    const stop = patient.setTimer(ring, 500)
    elapsed = 10_000
    await time.advance(500)
    stop()
    await time.advance(5_000)
    expect(rings).toBe(0)
  })
})
