import {
  resolveBehavior,
  type Behavior,
  type BehaviorPreset,
  type BehaviorRows,
} from './behavior.ts'

/** The table of behavior of a sandbox, whose rows may be changed while it runs. */
export interface BehaviorTable {
  /** Always the same object: its rows are to be read when they are needed. */
  readonly inForce: Behavior
  /**
   * Puts rows in the place of those in force; a preset replaces all rows that are not given.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming the row and what it takes; then nothing changes.
   */
  change(rows: BehaviorPreset | BehaviorRows): void
  /** Returns to the rows of the start. */
  reset(): void
}

/** @param onChange Is told of the rows that are no longer as they were. */
export function createBehaviorTable(
  start: Behavior,
  onChange: (changed: Partial<Behavior>) => void,
): BehaviorTable {
  const inForce: { -readonly [Row in keyof Behavior]: Behavior[Row] } = { ...start }
  const replace = (rows: Behavior): void => {
    const before = new Map<string, unknown>(Object.entries(inForce))
    const changed = Object.entries(rows).filter(([row, value]) => before.get(row) !== value)
    if (changed.length === 0) return
    Object.assign(inForce, rows)
    onChange(Object.fromEntries(changed))
  }
  return {
    inForce,
    change: (rows) => replace(resolveBehavior(rows, inForce)),
    reset: () => replace(start),
  }
}
