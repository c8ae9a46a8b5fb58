/**
 * Gives the milliseconds since the machine started: the same for all its processes on Linux, macOS
 * and Windows, and never set back or forth as the time of day is.
 */
export function readUptimeMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000
}
