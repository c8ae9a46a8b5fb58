/**
 * Joins secrets to what may be shown of an object: they are read as usual, but `JSON.stringify`,
 * `console.log` and spreading leave them out. The result is frozen.
 */
export function withHiddenProperties<Shown extends object, Secrets extends object>(
  shown: Shown,
  secrets: Secrets,
): Readonly<Shown & Secrets> {
  const joined: object = { ...shown }
  for (const [name, value] of Object.entries(secrets))
    Object.defineProperty(joined, name, { value })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop above put them there
  return Object.freeze(joined) as Readonly<Shown & Secrets>
}
