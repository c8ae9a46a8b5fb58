import type { KeyValueStorage } from './storage.ts'

// Shared by all sessions of a tab: the redirect page knows no client id, and a tab leaves once at a time.
const departureKey = 'mudbrick:departure'
const arrivalKey = 'mudbrick:arrival'

/** An authorization response that the redirect page has left for the app. */
export interface Arrival {
  readonly response: URLSearchParams
  readonly arrivedAt: URL
}

/** Notes that this tab leaves for a sign-in, so that a redirect page without configuration knows the way back. */
export function noteDeparture(storage: KeyValueStorage, state: string, returnTo: string): void {
  storage.setItem(departureKey, JSON.stringify([state, returnTo]))
}

/** Forgets a departure whose answer has come. */
export function forgetDeparture(storage: KeyValueStorage): void {
  storage.removeItem(departureKey)
}

/**
 * Keeps a response for the next page of the app, where the session finishes the sign-in. Returns the
 * path of that page; undefined when this tab has not left for this sign-in, as in a popup.
 */
export function keepArrival(
  storage: KeyValueStorage,
  { response, arrivedAt }: Arrival,
): string | undefined {
  const [state, returnTo] = readPair(storage, departureKey)
  if (state === undefined || response.get('state') !== state) return undefined
  storage.removeItem(departureKey)
  storage.setItem(arrivalKey, JSON.stringify([response.toString(), arrivedAt.href]))
  return returnTo
}

/** Returns the response that a redirect page has kept, once. */
export function takeArrival(storage: KeyValueStorage): Arrival | undefined {
  const [response, arrivedAt] = readPair(storage, arrivalKey)
  if (response === undefined || arrivedAt === undefined) return undefined
  storage.removeItem(arrivalKey)
  return { response: new URLSearchParams(response), arrivedAt: new URL(arrivedAt) }
}

function readPair(storage: KeyValueStorage, key: string): readonly (string | undefined)[] {
  try {
    const json: unknown = JSON.parse(storage.getItem(key) ?? '[]')
    return Array.isArray(json) ? json.map(String) : []
  } catch {
    return []
  }
}
