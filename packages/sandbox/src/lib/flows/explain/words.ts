/** A date and time in UTC, as people write it: `1 December 2026, 05:14:39 UTC`. */
export function instantInWords(ms: number): string | undefined {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return undefined
  return `${format.format(date)} UTC`
}

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})

/** A span in the largest units that say it: `24 hours`, `1 minute 30 seconds`. */
export function spanInWords(ms: number): string | undefined {
  if (!Number.isFinite(ms)) return undefined
  if (ms < 0) return `${spanInWords(-ms)} ago`
  const whole = Math.round(ms / 1000)
  const days = whole < 2 * 86_400 ? 0 : Math.floor(whole / 86_400)
  if (ms > 0 && ms < 1000) return `${ms} milliseconds`
  const parts = [
    [days, 'day'],
    [Math.floor(whole / 3600) - days * 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const
  const said = parts
    .filter(([count]) => count > 0)
    .slice(0, 3)
    .map(([count, unit]) => plural(count, unit))
  return said.length === 0 ? '0 seconds' : said.join(' ')
}

export function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** What a value of this name says in words, where it is an instant or a span. */
export function valueInWords(
  name: string,
  value: string,
  isMilliseconds: boolean,
): string | undefined {
  if (!/^\d{1,17}$/.test(value)) return undefined
  const number = Number(value)
  switch (name) {
    case 'expires_in':
      return spanInWords(isMilliseconds ? number : number * 1000)
    case 'created_at':
    case 'rtea':
      return instantInWords(number)
    case 'exp':
    case 'iat':
    case 'nbf':
    case 'auth_time':
      return instantInWords(number * 1000)
    case 'retry-after':
    case 'access-control-max-age':
      return spanInWords(number * 1000)
    default:
      return undefined
  }
}
