import { describe, expect, it } from 'vitest'
import { createFakeTime, type FakeTime } from '@mudbrick/testing/fake-time'
import { createCountdown } from './countdown.ts'

const hour = 3_600_000

describe('createCountdown()', () => {
  it('counts down while the page runs', () => {
    const time = createFakeTime()
    const countdown = createCountdown(oneHourFrom(time), time, time)
    time.pass(hour / 4)
    expect(countdown()).toBe((hour * 3) / 4)
  })

  it('counts the time that a computer sleeps, when only the wall clock runs', () => {
    const time = createFakeTime()
    const countdown = createCountdown(oneHourFrom(time), time, time)
    time.sleep(2 * hour)
    expect(countdown()).toBe(-hour)
  })

  it('counts on by the page when the wall clock is set back', () => {
    const time = createFakeTime()
    const countdown = createCountdown(oneHourFrom(time), time, time)
    time.setBy(-2 * hour)
    time.pass(hour)
    expect(countdown()).toBe(0)
  })

  it('believes a wall clock that is set forward', () => {
    const time = createFakeTime()
    const countdown = createCountdown(oneHourFrom(time), time, time)
    time.setBy(2 * hour)
    expect(countdown()).toBeLessThan(0)
  })

  it('starts in a later page with what the wall clock leaves', () => {
    const time = createFakeTime()
    const lifetime = oneHourFrom(time)
    time.pass(hour / 2)
    expect(createCountdown(lifetime, time, time)()).toBe(hour / 2)
  })

  it('gives a later page no more than the whole lifetime when the wall clock was set back', () => {
    const time = createFakeTime()
    const lifetime = oneHourFrom(time)
    time.setBy(-24 * hour)
    expect(createCountdown(lifetime, time, time)()).toBe(hour)
  })
})

function oneHourFrom(time: FakeTime): { receivedAt: number; expiresAt: number } {
  return { receivedAt: time.now(), expiresAt: time.now() + hour }
}
