const neverNotified = new Int32Array(new SharedArrayBuffer(4))

/** Blocks this thread for some milliseconds. */
export function pause(ms: number): void {
  Atomics.wait(neverNotified, 0, 0, ms)
}
