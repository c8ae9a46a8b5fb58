const storableText = /^[^\0\p{Surrogate}]*$/u

/**
 * Returns whether a database can store this text as it is. A NUL ends a text or is refused, and half
 * of a surrogate pair becomes another character: no record can have such an id.
 */
export function isStorableText(text: string): boolean {
  return storableText.test(text)
}
