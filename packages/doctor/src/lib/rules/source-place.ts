import type { Configuration } from '../configuration.ts'
import type { Place } from '../place.ts'
import type { Observation } from '../rule.ts'
import type { SourceFact, SourcePlace } from '../source-fact.ts'

/** The observation knows file and line. */
export const inSource: Place = {}

type Kind = SourceFact['kind']
type FactOf<Name extends Kind> = Extract<SourceFact, { readonly kind: Name }>

/** Judges every fact of one kind, at its place. */
export function observeSource<Name extends Kind>(
  { source }: Configuration,
  kind: Name,
  judge: (
    fact: FactOf<Name>,
  ) => Pick<Observation, 'sentence' | 'fix' | 'severity' | 'line'> | undefined,
): readonly Observation[] {
  return source.flatMap((fact) => {
    const judged = isOfKind(fact, kind) ? judge(fact) : undefined
    return judged ? [{ ...placeOf(fact), ...judged }] : []
  })
}

/** Where a fact stands, without the rest of it. */
export function placeOf({ file, line, column }: SourcePlace): SourcePlace {
  return { file, line, ...(column !== undefined && { column }) }
}

/** The line of the first of these parameters that is written in the file. */
export function lineOf(
  lines: Readonly<Record<string, number>> | undefined,
  ...names: readonly string[]
): { readonly line?: number } {
  const line = names.map((name) => lines?.[name]).find((each) => each !== undefined)
  return line === undefined ? {} : { line }
}

/** Tells the kinds apart. */
export function isOfKind<Name extends Kind>(fact: SourceFact, kind: Name): fact is FactOf<Name> {
  return fact.kind === kind
}
