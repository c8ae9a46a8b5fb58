/** A variable that is set. */
export interface Variable {
  readonly name: string
  readonly value: string
}
