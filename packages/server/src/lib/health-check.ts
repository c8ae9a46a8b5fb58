import { type Clock, systemClock } from '@mudbrick/http'
import type { Vault } from '@mudbrick/vault'

/** Says how long the vault may take. */
export interface CreateHealthCheckOptions {
  /** How long the vault may take to answer; 2 seconds unless told. */
  readonly timeoutMs?: number | undefined
  /** Measures the time; the machine's clock unless told. */
  readonly clock?: Clock | undefined
}

/**
 * Creates the function that answers whoever asks whether this process can do its work: 200, or 503
 * when the store does not answer or the key is missing. It says no more than that, so that it may be
 * asked by everybody, and asks the vault once for all who ask at a time.
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

  return async ({ method }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    checking ??= check(vault, timeoutMs, clock).finally(() => {
      checking = undefined
    })
    const isHealthy = await checking
    const body = JSON.stringify({ status: isHealthy ? 'ok' : 'unavailable' })
    return new Response(method === 'HEAD' ? null : body, {
      status: isHealthy ? 200 : 503,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    })
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
