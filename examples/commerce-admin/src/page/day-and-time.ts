/** Says an instant (epoch milliseconds) as day and time, to the second. */
export function formatDayAndTime(at: number): string {
  return format.format(at)
}

const format = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
