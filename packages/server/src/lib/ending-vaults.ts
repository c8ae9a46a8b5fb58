/** The vaults of a process that ends: its readiness says so before anything else changes. */
const ending = new WeakSet<object>()

/** Notes that the process of a vault ends. */
export function noteEnding(vault: object): void {
  ending.add(vault)
}

/** Tells whether the process of a vault ends. */
export function isEnding(vault: object): boolean {
  return ending.has(vault)
}
