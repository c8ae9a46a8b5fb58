import {
  type AuthorizationTransaction,
  parseTransaction,
  serializeTransaction,
} from '@mudbrick/ims'
import type { KeyProvider } from '@mudbrick/vault'
import type { AppAddress } from '../app-address.ts'
import { clearCookie, readCookies, writeCookie } from '../cookie-jar.ts'
import type { LockedCookie } from '../locked-cookie-report.ts'
import { openText, sealText } from '../sealed-text.ts'

/** How long a user may take to sign in. */
export const maxAttemptAgeMs = 600_000

// Each is most of a kilobyte, and servers take no more than some 16 in all headers.
const maxAttempts = 4

/** A sign-in that has left for IMS. */
export interface SignInAttempt {
  /** What the answer has to agree with. */
  readonly transaction: AuthorizationTransaction
  /** Where the user goes afterwards. */
  readonly returnTo: string
}

/**
 * The sign-ins that have left and not come back, each in a sealed cookie of its own, so that tabs do
 * not meet. A cookie binds the sign-in to the browser that began it: nobody can be made to finish
 * another's.
 */
export interface SignInAttempts {
  /** Keeps one: gives the `Set-Cookie` for it, and for those that have to make room. */
  readonly keep: (request: Request, attempt: SignInAttempt) => Promise<readonly string[]>
  /** Finds the one of this state; `undefined` when this browser has none. */
  readonly find: (request: Request, state: string | null) => Promise<FoundAttempt | undefined>
}

/** A sign-in that this browser began. */
export interface FoundAttempt extends SignInAttempt {
  /** A `Set-Cookie` that takes it away, so that it is good for one answer. */
  readonly setCookie: string
}

/**
 * Creates the keeping of sign-ins.
 *
 * @param audience names the app, since others may have its keys
 * @param onLocked is told of every cookie whose key is not here
 */
export function createSignInAttempts(
  address: AppAddress,
  keys: KeyProvider,
  audience: string,
  onLocked: (cookie: LockedCookie) => void,
): SignInAttempts {
  const purpose = `sign-in ${audience}`
  const prefix = `${address.cookieName}.`

  return {
    async keep(request, { transaction, returnTo }) {
      const content = { transaction: serializeTransaction(transaction), returnTo }
      const name = prefix + instantOf(transaction) + suffixOf(transaction.state)
      const value = await sealText(keys, purpose, content)
      const surplus = namesIn(request).slice(0, 1 - maxAttempts)
      return [
        writeCookie(address, name, value, maxAttemptAgeMs),
        ...surplus.map((old) => clearCookie(address, old)),
      ]
    },
    async find(request, state) {
      if (!state) return undefined
      const name = namesIn(request).find((candidate) => candidate.endsWith(suffixOf(state)))
      const text = name === undefined ? undefined : readCookies(request)[name]
      if (name === undefined || text === undefined) return undefined
      const opened = await openText(keys, purpose, text)
      if (opened.status === 'locked') onLocked(opened)
      if (opened.status !== 'open') return undefined
      return { ...parseAttempt(opened.content), setCookie: clearCookie(address, name) }
    },
  }

  /** Oldest first, since the instant stands before the rest. */
  function namesIn(request: Request): readonly string[] {
    return Object.keys(readCookies(request))
      .filter((name) => name.startsWith(prefix))
      .toSorted()
  }
}

/** In base 36 the instant keeps its length until the year 2059. */
function instantOf({ createdAt }: AuthorizationTransaction): string {
  return createdAt.toString(36)
}

/** Enough of the state to tell attempts apart; that the rest agrees is found out when it is opened. */
function suffixOf(state: string): string {
  return `.${state.slice(0, 16)}`
}

function parseAttempt({ transaction, returnTo }: Readonly<Record<string, unknown>>): SignInAttempt {
  return { transaction: parseTransaction(String(transaction)), returnTo: String(returnTo) }
}
