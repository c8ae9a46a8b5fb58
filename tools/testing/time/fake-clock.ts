/** A clock that stands still until a test moves it. */
export interface FakeClock {
  now(): number
  advance(span: {
    readonly hours?: number
    readonly minutes?: number
    readonly seconds?: number
  }): void
}

export function createFakeClock(startsAt = Date.UTC(2026, 5, 1, 9)): FakeClock {
  let now = startsAt
  return {
    now: () => now,
    advance: ({ hours = 0, minutes = 0, seconds = 0 }) => {
      now += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
