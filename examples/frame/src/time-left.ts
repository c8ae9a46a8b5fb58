const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Says a span as a person would: hours and minutes, minutes alone, at the end seconds. */
export function formatTimeLeft(ms: number): string {
  if (ms <= 0) return 'expired'
  if (ms >= hourMs)
    return `${Math.floor(ms / hourMs)} h ${Math.floor((ms % hourMs) / minuteMs)} min`
  if (ms >= 2 * minuteMs) return `${Math.floor(ms / minuteMs)} min`
  return `${Math.ceil(ms / 1000)} s`
}

/** Milliseconds until the words of {@link formatTimeLeft} change. */
export function untilNextChange(ms: number): number {
  const step = ms > 2 * minuteMs ? minuteMs : 1000
  return (ms % step) + 1
}
