import { withHiddenProperties } from '@mudbrick/http/internal'
import type { AuthorizationTransaction, ImsClient } from '@mudbrick/ims'
import type { KeyProvider } from '@mudbrick/vault'
import type { AppAddress } from '../app-address.ts'
import { clearCookie, writeCookie } from '../cookie-jar.ts'
import type { LockedCookie } from '../locked-cookie-report.ts'
import { openText, sealText } from '../sealed-text.ts'
import {
  createAttemptName,
  findAttemptCookie,
  listAttemptCookies,
  makeRoom,
  markFinished,
  readSealedText,
  replacedValue,
} from './attempt-cookies.ts'

/** How long a user may take to sign in. */
export const maxAttemptAgeMs = 600_000

/** A sign-in that was sent to IMS. */
export interface SignInAttempt {
  /** What the authorization response has to agree with. */
  readonly transaction: AuthorizationTransaction
  /** Where the user goes afterwards. */
  readonly returnTo: string
}

/** A sign-in that this browser began. */
export type FoundAttempt =
  | ({ readonly status: 'under-way' } & SignInAttempt)
  | { readonly status: 'finished'; readonly returnTo: string }
  /** It had to make room for newer ones. */
  | { readonly status: 'replaced' }

/**
 * The sign-ins of a browser, each in a sealed cookie of its own, so that tabs do not disturb each
 * other. The cookie binds the sign-in to the browser that began it: no other browser can finish it. A
 * finished sign-in keeps its cookie without its secrets, so that a repeated request leads to the same
 * place.
 */
export interface SignInAttempts {
  /** Returns the `Set-Cookie` of a new sign-in, then those of the ones that make room for it. */
  readonly start: (request: Request, attempt: SignInAttempt) => Promise<readonly string[]>
  /** Finds the sign-in of this state; `undefined` when this browser has none. */
  readonly find: (request: Request, state: string) => Promise<FoundAttempt | undefined>
  /** Returns the `Set-Cookie` that marks a sign-in as finished, then those of the ones that make room. */
  readonly finish: (request: Request, attempt: SignInAttempt) => Promise<readonly string[]>
  /** Returns the `Set-Cookie` that removes a sign-in. */
  readonly remove: (attempt: SignInAttempt) => string
}

/** What the sign-ins of an app are kept with. */
export interface SignInAttemptsOptions {
  readonly ims: Pick<ImsClient<'web-app'>, 'redirectUri' | 'scopes'>
  readonly address: AppAddress
  readonly keys: KeyProvider
  /** Names the app, since others may have its keys. */
  readonly audience: string
  /** Called for every cookie whose key is missing. */
  readonly onLocked: (cookie: LockedCookie, request: Request) => void
}

/** Creates the functions that keep an app's sign-ins in cookies. */
export function createSignInAttempts(options: SignInAttemptsOptions): SignInAttempts {
  const { ims, address, keys, audience, onLocked } = options
  const { cookieName } = address
  const purpose = `sign-in ${audience}`

  return {
    async start(request, attempt) {
      const { state, nonce, codeVerifier, createdAt } = attempt.transaction
      const { returnTo } = attempt
      const content = { state, nonce, codeVerifier, createdAt, returnTo }
      const { text } = await sealText(keys, purpose, content)
      return add(request, nameOf(attempt), text)
    },

    async find(request, state) {
      const cookie = findAttemptCookie(listAttemptCookies(request, cookieName), state)
      if (cookie?.status === 'replaced') return { status: 'replaced' }
      if (cookie === undefined) return undefined
      const opened = await openText(keys, purpose, readSealedText(cookie))
      if (opened.status === 'locked') onLocked(opened, request)
      if (opened.status !== 'open' || opened.content['state'] !== state) return undefined
      return parseAttempt(opened.content, ims)
    },

    async finish(request, attempt) {
      const { returnTo, transaction } = attempt
      const { text } = await sealText(keys, purpose, { state: transaction.state, returnTo })
      return add(request, nameOf(attempt), markFinished(text))
    },

    remove: (attempt) => clearCookie(address, nameOf(attempt)),
  }

  function nameOf({ transaction: { createdAt, state } }: SignInAttempt): string {
    return createAttemptName(cookieName, createdAt, state)
  }

  function add(request: Request, name: string, value: string): readonly string[] {
    const cookies = listAttemptCookies(request, cookieName)
    const { replaced, removed } = makeRoom(cookies, { name, value })
    return [
      writeCookie(address, name, value, maxAttemptAgeMs),
      ...replaced.map((old) => writeCookie(address, old, replacedValue, maxAttemptAgeMs)),
      ...removed.map((old) => clearCookie(address, old)),
    ]
  }
}

/** The redirect URI and the scopes are those of the app: the cookie is smaller without them. */
function parseAttempt(
  { state, nonce, codeVerifier, createdAt, returnTo }: Readonly<Record<string, unknown>>,
  { redirectUri, scopes }: SignInAttemptsOptions['ims'],
): FoundAttempt | undefined {
  if (typeof state !== 'string' || typeof returnTo !== 'string') return undefined
  if (codeVerifier === undefined) return { status: 'finished', returnTo }
  if (typeof codeVerifier !== 'string' || typeof createdAt !== 'number') return undefined
  const shown = {
    state,
    nonce: typeof nonce === 'string' ? nonce : undefined,
    redirectUri,
    scope: scopes.join(' '),
    createdAt,
  }
  return {
    status: 'under-way',
    transaction: withHiddenProperties(shown, { codeVerifier }),
    returnTo,
  }
}
