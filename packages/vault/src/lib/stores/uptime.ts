/**
 * Returns the milliseconds since the machine started: the same for all its processes on Linux, macOS
 * and Windows, and not changed when the time of day is set.
 */
export function readUptimeMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000
}
