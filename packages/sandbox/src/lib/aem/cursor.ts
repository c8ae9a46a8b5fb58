import { toBase64Url } from '../effects.ts'

/** An opaque cursor that says after which path the next page begins. */
export function createCursor(path: string): string {
  return toBase64Url(new TextEncoder().encode(`after:${path}`))
}

/** The path in a cursor that this sandbox made, `undefined` for any other text. */
export function parseCursor(cursor: string): string | undefined {
  try {
    const text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const path = text.startsWith('after:/') ? text.slice('after:'.length) : undefined
    // A second way of writing the same cursor was not made here.
    return path !== undefined && createCursor(path) === cursor ? path : undefined
  } catch {
    return undefined
  }
}
