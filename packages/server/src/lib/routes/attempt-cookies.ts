import { readCookies } from '../cookie-jar.ts'

/** A cookie of a sign-in, as a browser has it. */
export interface AttemptCookie {
  /** Has in it when the sign-in began, and the beginning of its state. */
  readonly name: string
  /** A sealed text, with a mark before it when the sign-in is finished; or the word `replaced`. */
  readonly value: string
  /** What became of the sign-in. */
  readonly status: AttemptStatus
}

/** What became of a sign-in: `replaced` when there were too many at once. */
export type AttemptStatus = 'under-way' | 'finished' | 'replaced'

/** The cookies that have to make room for a new one. */
export interface MadeRoom {
  /** The names of those whose value becomes {@link replacedValue}. */
  readonly replaced: readonly string[]
  /** The names of those that are removed. */
  readonly removed: readonly string[]
}

/** How many sign-ins a browser can have under way, if their cookies are not too large. */
export const maxAttempts = 4

// 4,096 bytes for all cookies of an app, less those of its session and of the replaced ones. Web
// servers refuse requests whose header is too large, with all cookies of an origin in it.
const maxTotalBytes = 2_900
const maxReplaced = 4

const finishedMark = '~'

/** The value of a cookie whose sign-in was replaced by a newer one. */
export const replacedValue = 'replaced'

/** Creates the name of a sign-in's cookie. In base 36 an instant keeps its length until the year 2059. */
export function createAttemptName(cookieName: string, createdAt: number, state: string): string {
  return `${cookieName}.${createdAt.toString(36)}${createSuffix(state)}`
}

/** Enough of the state to tell sign-ins apart; the rest is compared when the cookie is opened. */
function createSuffix(state: string): string {
  return `.${state.slice(0, 16)}`
}

/** Marks the sealed text of a finished sign-in, so that it is known without its key. */
export function markFinished(sealed: string): string {
  return finishedMark + sealed
}

/** Returns the sealed text of a cookie. */
export function readSealedText({ value, status }: AttemptCookie): string {
  return status === 'finished' ? value.slice(finishedMark.length) : value
}

/** Finds the cookie of the sign-in with this state. */
export function findAttemptCookie(
  cookies: readonly AttemptCookie[],
  state: string,
): AttemptCookie | undefined {
  return cookies.find(({ name }) => name.endsWith(createSuffix(state)))
}

/** Lists the cookies of an app's sign-ins, the oldest first. */
export function listAttemptCookies(request: Request, cookieName: string): readonly AttemptCookie[] {
  const prefix = `${cookieName}.`
  return Object.entries(readCookies(request))
    .filter(
      ([name]) => name.startsWith(prefix) && /^[\da-z]{8}\.[\w-]+$/.test(name.slice(prefix.length)),
    )
    .map(([name, value = '']) => ({ name, value, status: readStatus(value) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function readStatus(value: string): AttemptStatus {
  if (value === replacedValue) return 'replaced'
  return value.startsWith(finishedMark) ? 'finished' : 'under-way'
}

/**
 * Finds the cookies that have to go so that a new one can be added: finished sign-ins before those
 * under way, older ones before newer ones.
 *
 * @param cookies - those that the browser has, the oldest first
 */
export function makeRoom(cookies: readonly AttemptCookie[], added: NamedValue): MadeRoom {
  const others = cookies.filter(({ name }) => name !== added.name)
  const listBy = (wanted: AttemptStatus): readonly AttemptCookie[] =>
    others.filter(({ status }) => status === wanted)
  const dropped = findDropped([...listBy('finished'), ...listBy('under-way')], added)
  const replaced = dropped.filter(({ status }) => status === 'under-way')
  const surplus = [...listBy('replaced'), ...replaced].slice(0, -maxReplaced)
  return {
    replaced: namesOf(replaced.filter((cookie) => !surplus.includes(cookie))),
    removed: namesOf([...dropped.filter(({ status }) => status === 'finished'), ...surplus]),
  }
}

type NamedValue = Pick<AttemptCookie, 'name' | 'value'>

/** Of cookies of which the last are to stay, finds those that do not fit beside the new one. */
function findDropped(
  cookies: readonly AttemptCookie[],
  added: NamedValue,
): readonly AttemptCookie[] {
  let bytes = measure(added)
  const fitting = cookies.slice(1 - maxAttempts).toReversed()
  const firstMissing = fitting.findIndex((cookie) => {
    bytes += measure(cookie)
    return bytes > maxTotalBytes
  })
  const keptCount = firstMissing === -1 ? fitting.length : firstMissing
  return cookies.slice(0, cookies.length - keptCount)
}

/** The bytes of a cookie in the header of a request. */
function measure({ name, value }: NamedValue): number {
  return `${name}=${value}; `.length
}

function namesOf(cookies: readonly AttemptCookie[]): readonly string[] {
  return cookies.map(({ name }) => name)
}
