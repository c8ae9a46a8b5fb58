const errorsGuide = 'docs/guides/errors.md'

/**
 * Returns the message of an error or a warning: its sentence, or where sentences are left out
 * (`explains`) its code and the guide that explains it.
 */
export function explain(code: string, sentence: string | false | undefined): string {
  return sentence || `${code}: see ${errorsGuide}`
}

/** Stands where a table of sentences is left out; what is read from it is undefined. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- so that a table keeps the type of its sentences
export const withheld: never = {} as never
