/** A value on one line, without control characters and marks that turn the reading direction. */
export function show(value: unknown): string {
  const text =
    typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : (JSON.stringify(value) ?? '')
  const shown = text.replaceAll(
    /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return shown.length > mostCharacters
    ? `${shown.slice(0, mostCharacters)}… (${text.length} characters)`
    : shown
}

const mostCharacters = 400

/** What stands for a secret: its length, and how it begins where that says what it is. */
export function shorten(value: string): string {
  return `${value.startsWith('eyJ') ? 'eyJ' : ''}… (${value.length} characters, not shown)`
}

export function formatDate(ms: number): string {
  const date = new Date(ms)
  return Number.isFinite(date.getTime()) ? date.toISOString().replace('.000Z', 'Z') : 'no date'
}

export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms)) return 'no span'
  let rest = Math.round(ms / 1000)
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const
  const parts: string[] = []
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size)
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
    rest %= size
  }
  return parts.slice(0, 2).join(' ') || '0 seconds'
}
