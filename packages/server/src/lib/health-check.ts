import type { Clock } from '@mudbrick/http'
import { systemClock } from '@mudbrick/http/internal'
import type { Vault } from '@mudbrick/vault'
import { isEnding } from './ending-vaults.ts'
import { createHealthResponse, refuseOtherMethods } from './health-response.ts'

/** Says how long the vault may take. */
export interface CreateHealthCheckOptions {
  /** How long the vault may take to answer. 2 seconds by default. */
  readonly timeoutMs?: number | undefined
  /** Measures the time. The machine's clock by default. */
  readonly clock?: Clock | undefined
}

/**
 * Creates the function that tells whether requests may be sent to this process (readiness): 200, or 503
 * when the store does not answer, the key is missing, or the process ends (`closeOnSignals` of
 * `@mudbrick/server/node`). It tells no more than that, so that it can be public, and asks the vault
 * once for all requests at a time. Do not restart a process because of it: for that there is
 * {@link createLivenessCheck}.
 *
 * @example
 * ```ts
 * const checkHealth = createHealthCheck(vault)
 * // GET /health: return checkHealth(request)
 * ```
 */
export function createHealthCheck(
  vault: Pick<Vault, 'check'>,
  { timeoutMs = 2_000, clock = systemClock }: CreateHealthCheckOptions = {},
): (request: Request) => Promise<Response> {
  let checking: Promise<boolean> | undefined

  return async (request) => {
    const refusal = refuseOtherMethods(request)
    if (refusal) return refusal
    if (isEnding(vault)) return createHealthResponse(request, false)
    checking ??= check(vault, timeoutMs, clock).finally(() => {
      checking = undefined
    })
    return createHealthResponse(request, await checking)
  }
}

/** A vault that fails, or takes too long, is not healthy either. */
function check(vault: Pick<Vault, 'check'>, timeoutMs: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const stopTimer = clock.setTimer(() => resolve(false), timeoutMs)
    vault
      .check()
      .then(
        ({ isHealthy }) => resolve(isHealthy),
        () => resolve(false),
      )
      .finally(stopTimer)
  })
}
