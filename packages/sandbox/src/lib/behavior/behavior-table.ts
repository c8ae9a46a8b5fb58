import { invalidConfiguration } from '../sandbox-error.ts'
import {
  behaviorSwitches,
  type Behavior,
  type BehaviorPreset,
  type BehaviorRows,
  type BehaviorSwitch,
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

/** @param onChange Called with the rows that are no longer as they were. */
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

const switches: ReadonlyMap<string, BehaviorSwitch> = new Map(Object.entries(behaviorSwitches))

/** Each preset, whole. */
export const behaviorPresets: Readonly<Record<BehaviorPreset, Behavior>> = {
  tutorial: valuesOf(({ tutorial }) => tutorial),
  strict: valuesOf(({ tutorial, strict = tutorial }) => strict),
}

function valuesOf(pick: (row: BehaviorSwitch) => BehaviorSwitch['tutorial']): Behavior {
  const values: unknown = Object.fromEntries([...switches].map(([name, row]) => [name, pick(row)]))
  // The type of each row is that of its values.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return values as Behavior
}

/**
 * The whole table that some rows make.
 *
 * @param inForce What the rows that are not given stay as; those of the preset `tutorial` by default.
 * @throws {@link SandboxError} `invalid_configuration`, naming the preset or row and what there is or what it takes.
 */
export function resolveBehavior(
  behavior: BehaviorPreset | BehaviorRows = {},
  inForce: Behavior = behaviorPresets.tutorial,
): Behavior {
  const { preset, ...rows } = typeof behavior === 'string' ? { preset: behavior } : behavior
  if (preset !== undefined) requireKnown('preset', preset, Object.keys(behaviorPresets))
  for (const [row, value] of Object.entries(rows)) requireRight(row, value)
  return { ...(preset === undefined ? inForce : behaviorPresets[preset]), ...rows }
}

function requireRight(name: string, value: unknown): void {
  const row = switches.get(name)
  if (row === undefined) return requireKnown('row', name, [...switches.keys()])
  if (isRight(row, value)) return
  throw invalidConfiguration(
    `The sandbox's behavior has ${JSON.stringify(value)} for ${name}: give ${describeValues(row)}.`,
  )
}

function isRight({ range, values = [] }: BehaviorSwitch, value: unknown): boolean {
  if (range === undefined) return values.some((right) => right === value)
  return Number.isInteger(value) && Number(value) >= range.from && Number(value) <= range.to
}

/** What a switch takes, in words. */
export function describeValues({ range, values = [] }: BehaviorSwitch): string {
  if (range !== undefined) return `whole milliseconds from ${range.from} to ${range.to}`
  return values.map((value) => JSON.stringify(value)).join(' or ')
}

function requireKnown(what: 'preset' | 'row', name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  throw invalidConfiguration(
    `The sandbox's behavior has no ${what} ${JSON.stringify(name)}: there are ${known.join(', ')}.`,
  )
}
