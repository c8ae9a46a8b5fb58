import { isMudbrickError, retryAfterMsOf } from '@mudbrick/http'
import { calculateBackOffMs, raceAbort, requireGiven, sleep } from '@mudbrick/http/internal'
import { requestClientCredentials } from './client-credentials.ts'
import type { ImsClient } from './ims-client.ts'
import type { ImsGrant } from './ims-grant.ts'
import { classifyTokenFailure } from './token-failure.ts'

const maxAttempts = 3
const longestDelayMs = 5_000
// Who fails again and again gets its answer from here for a moment, so that IMS is left alone.
const longestRestMs = 10_000
// A token that is refused when it is new is not the trouble: to replace it for each call would be.
const newForMs = 60_000

/** Says how to keep the access tokens of a program. */
export interface CreateServiceTokensOptions {
  /** How long before its end a token is renewed while it still serves; 10 minutes by default. */
  readonly renewBeforeMs?: number | undefined
}

/** Says for what an access token is needed. */
export interface ServiceTokenRequest {
  /** How long the token has to be good for, as far as tokens are; ten seconds by default. */
  readonly minimumTtlMs?: number | undefined
  /** The token that a service has just refused. */
  readonly rejected?: string | undefined
  /** Ends the waiting; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** Keeps the access token of a program, and renews it in time. */
export interface ServiceTokens {
  /**
   * Gives a token that is good for a while; `createBearerFetch` takes this function as it is. It
   * rejects as {@link requestClientCredentials} does, after three attempts at what may pass.
   */
  readonly getAccessToken: (request?: ServiceTokenRequest) => Promise<string>
}

/**
 * Creates what keeps a program's access token in memory: asked for once for all who need it at a
 * time, and renewed before it ends, at the next call for it.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/ims
 *
 * @example
 * ```ts
 * const { getAccessToken } = createServiceTokens(ims)
 * const fetch = createBearerFetch({ getAccessToken, allowedOrigins: ['https://api.example'] })
 * ```
 */
export function createServiceTokens(
  ims: ImsClient<'server-to-server'>,
  { renewBeforeMs = 600_000 }: CreateServiceTokensOptions = {},
): ServiceTokens {
  requireGiven(ims, 'ims', 'give what createImsClient() returns')
  const { clock } = ims
  let grant: ImsGrant | undefined
  let renewing: Promise<ImsGrant> | undefined
  let failures = 0
  let rest: { readonly error: unknown; readonly from: number; readonly until: number } | undefined

  return Object.freeze({
    async getAccessToken({ minimumTtlMs = 10_000, rejected, signal }: ServiceTokenRequest = {}) {
      signal?.throwIfAborted()
      if (grant && isGood(grant, minimumTtlMs, rejected)) {
        // The caller has a token that serves; the next one is fetched beside.
        if (!isFresh(grant, renewBeforeMs)) renew().catch(() => {})
        return grant.tokenSet.accessToken
      }
      const { tokenSet } = await raceAbort(renew(), signal)
      return tokenSet.accessToken
    },
  })

  function isGood(held: ImsGrant, ttlMs: number, rejected: string | undefined): boolean {
    const isRefused = held.tokenSet.accessToken === rejected
    return isFresh(held, ttlMs) && (!isRefused || clock.now() - held.receivedAt < newForMs)
  }

  /** A clock that was set back says nothing about a token. A short life is not all spent on renewal. */
  function isFresh({ receivedAt, expiresAt }: ImsGrant, ttlMs: number): boolean {
    const now = clock.now()
    return now >= receivedAt && expiresAt - now > Math.min(ttlMs, (expiresAt - receivedAt) / 2)
  }

  function renew(): Promise<ImsGrant> {
    const now = clock.now()
    if (rest && now >= rest.from && now < rest.until) return Promise.reject(rest.error)
    // One at a time, for all who ask.
    renewing ??= requestPatiently().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function requestPatiently(): Promise<ImsGrant> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        grant = await requestClientCredentials(ims)
        failures = 0
        rest = undefined
        return grant
      } catch (error) {
        if (!isMudbrickError(error)) throw error
        failures += 1
        const retryAfterMs = retryAfterMsOf(error)
        const delayMs = retryAfterMs ?? Math.min(calculateBackOffMs(failures), longestRestMs)
        const isLast = attempt === maxAttempts || classifyTokenFailure(error) !== 'transient'
        if (isLast || delayMs > longestDelayMs) {
          const from = clock.now()
          rest = { error, from, until: from + delayMs }
          throw error
        }
        await sleep(delayMs, clock, undefined)
      }
    }
  }
}
