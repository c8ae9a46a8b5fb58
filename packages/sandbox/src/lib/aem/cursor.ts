import { encodeBase64Url } from '../effects.ts'

/** An opaque cursor that says after which path the next page begins. */
export function createCursor(path: string): string {
  return encodeBase64Url(`after:${path}`)
}

/** The path in a cursor that this sandbox made, `undefined` for any other text. */
export function parseCursor(cursor: string): string | undefined {
  const text = decode(cursor)
  if (text?.startsWith('after:/') !== true) return undefined
  const path = text.slice('after:'.length)
  // A second way of writing the same cursor was not made here.
  return createCursor(path) === cursor ? path : undefined
}

function decode(cursor: string): string | undefined {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)))
  } catch {
    return undefined
  }
}
