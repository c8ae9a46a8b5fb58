import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateChange, StateServices } from './state-change.ts'
import type { TokenSubject } from './token-claims.ts'

/** An access token, without its text. */
export interface IssuedAccessToken extends Omit<TokenSubject, 'state'> {
  readonly id: string
  readonly issuedAt: number
  readonly expiresAt: number
}

/** What is known of access tokens beside what they say themselves: which have ended, and the newest ones. */
export interface AccessTokenRegister {
  add(token: IssuedAccessToken): void
  /** Whether a token was ended before its time. */
  isEnded(token: Pick<IssuedAccessToken, 'id' | 'grantId'>): boolean
  /** Ends one that was good until now. */
  end(token: Omit<IssuedAccessToken, 'issuedAt' | 'scopes'>): void
  /** Ends all tokens that one sign-in gave. */
  endGrant(grantId: string): void
  /** Ends one of the recent ones; whether there was one that was good. */
  endById(id: string): boolean
  /** Whether a recent one is still good. */
  isGood(token: IssuedAccessToken): boolean
  /** The newest 1,000, oldest first. */
  recent(): readonly IssuedAccessToken[]
  /** The ids of tokens that a state which takes this one's place may have to forget. */
  known(): readonly SavedEntry<true>[]
  save(): SavedAccessTokens
}

/** Access tokens as a snapshot holds them. */
export interface SavedAccessTokens {
  readonly recent: readonly IssuedAccessToken[]
  readonly ended: readonly SavedEntry<true>[]
  readonly endedGrants: readonly SavedEntry<true>[]
}

/**
 * @param saved What a snapshot holds of them.
 * @param formerlyKnown What the register knew whose place this one takes; what this one knows nothing of has ended.
 */
export function createAccessTokenRegister(
  { clock, changes }: StateServices,
  saved?: SavedAccessTokens,
  formerlyKnown: readonly SavedEntry<true>[] = [],
): AccessTokenRegister {
  // An ending that were forgotten would bring its token back to life: these maps have no bound but time.
  const ended = new ExpiringMap(clock, saved?.ended, Infinity)
  const endedGrants = new ExpiringMap(clock, saved?.endedGrants, Infinity)
  // A ring: the token with number n lies at n % capacity.
  const ring = [...(saved?.recent ?? [])]
  let count = ring.length
  const recent = (): readonly IssuedAccessToken[] => [
    ...ring.slice(count % capacity),
    ...ring.slice(0, count % capacity),
  ]
  const forgotten = new ExpiringMap(clock, withoutIds(formerlyKnown, ring), Infinity)
  const isEnded: AccessTokenRegister['isEnded'] = ({ id, grantId }) =>
    ended.get(id) === true ||
    forgotten.get(id) === true ||
    (grantId !== undefined && endedGrants.get(grantId) === true)

  const isGood: AccessTokenRegister['isGood'] = (token) =>
    token.expiresAt > clock.now() && !isEnded(token)
  const end: AccessTokenRegister['end'] = (token) => {
    changes.tell(() => [describe(token, 'ended')])
    ended.set(token.id, true, token.expiresAt)
  }

  return {
    add: (token) => {
      ring[count % capacity] = token
      count += 1
      changes.tell(() => [describe(token, 'issued')])
    },
    isEnded,
    end,
    endById: (id) => {
      const token = recent().find((candidate) => candidate.id === id)
      if (token === undefined || !isGood(token)) return false
      end(token)
      return true
    },
    isGood,
    endGrant: (grantId) => {
      changes.tell(() =>
        recent()
          .filter((token) => token.grantId === grantId && !isEnded(token))
          .map((token) => describe(token, 'ended')),
      )
      endedGrants.set(grantId, true, clock.now() + longestAccessTokenLifetimeMs)
    },
    recent,
    known: () => [
      ...forgotten.save(),
      ...ring.map(({ id, expiresAt }): SavedEntry<true> => [id, true, expiresAt]),
    ],
    save: () => ({ recent: recent(), ended: ended.save(), endedGrants: endedGrants.save() }),
  }
}

const capacity = 1000

/** No access token may live longer: the end of a sign-in is remembered for this long. */
export const longestAccessTokenLifetimeMs: number = 30 * 24 * 3_600_000

function withoutIds(
  entries: readonly SavedEntry<true>[],
  tokens: readonly IssuedAccessToken[],
): readonly SavedEntry<true>[] {
  const ids = new Set(tokens.map(({ id }) => id))
  return entries.filter(([id]) => !ids.has(id))
}

function describe(
  { id, clientId, userId }: Pick<IssuedAccessToken, 'id' | 'clientId' | 'userId'>,
  action: 'issued' | 'ended',
): StateChange {
  return { type: 'token', action, kind: 'access_token', id, clientId, userId }
}
