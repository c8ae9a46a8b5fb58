/** A place in a file, as editors count: the first character is line 1, column 1. */
export interface Position {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
}
