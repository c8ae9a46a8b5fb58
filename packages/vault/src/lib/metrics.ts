import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { GrantStore } from './grant-store.ts'
import type { VaultEvent } from './vault-event.ts'

/** Says what is measured, and where it is shown. */
export interface RegisterVaultMetricsOptions {
  /** The vault of this process. */
  readonly vault: ObservableVault
  /** Where its grants are kept; asked whenever the metrics are read. */
  readonly store: Pick<GrantStore, 'count' | 'scan'>
  /** What the metrics are read from. */
  readonly registry: Registry
  /** What the names of the metrics begin with; `mudbrick_vault_` unless told. */
  readonly prefix?: string | undefined
}

/** A vault, as far as it is measured. */
export interface ObservableVault {
  /** Tells of each event, until the function that it gives is called. */
  readonly subscribe: (listener: (event: VaultEvent) => void) => () => void
}

/** To count them all would cost more than it is worth. */
const mostPendingCounted = 10_000
const pageSize = 1_000

/**
 * Shows in a registry of `prom-client` what a vault does: how many grants there are, how refreshes
 * end, how long they take and others wait for them, how long tokens were still good for, and what
 * becomes of revocations. Grants and users are not named. What it returns ends the counting.
 *
 * @example
 * ```ts
 * import { registerVaultMetrics } from '@mudbrick/vault/metrics'
 * import { Registry } from 'prom-client'
 *
 * const registry = new Registry()
 * registerVaultMetrics({ vault, store, registry })
 * ```
 */
export function registerVaultMetrics({
  vault,
  store,
  registry,
  prefix = 'mudbrick_vault_',
}: RegisterVaultMetricsOptions): () => void {
  const common = (name: string, help: string): Common => ({
    name: `${prefix}${name}`,
    help,
    registers: [registry],
  })

  createGauge(common('grants', 'Grants in the store.'), () => store.count())
  createGauge(
    common('revocations_pending', `Revocations to tell IMS of, ${mostPendingCounted} at most.`),
    () => countPending(store),
  )
  const refreshes = new Counter({
    ...common('refreshes_total', 'Attempts to refresh a grant.'),
    labelNames: ['outcome'],
  })
  const refreshSeconds = new Histogram({
    ...common('refresh_seconds', 'How long IMS took to refresh a grant.'),
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  })
  const remainingSeconds = new Histogram({
    ...common('refresh_remaining_seconds', 'Time to expiry of the token before, at a refresh.'),
    buckets: [0, 60, 300, 900, 1_800, 3_600, 7_200, 21_600, 86_400],
  })
  const leaseWaitSeconds = new Histogram({
    ...common('lease_wait_seconds', 'How long somebody waited for another process to refresh.'),
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30],
  })
  const signInsRequired = new Counter({
    ...common('sign_ins_required_total', 'Grants that could not be refreshed again.'),
    labelNames: ['code'],
  })
  const revocations = new Counter({
    ...common('revocations_total', 'Attempts to tell IMS of a revocation.'),
    labelNames: ['outcome'],
  })
  const unreadable = new Counter({
    ...common('unreadable_total', 'Grant records that could not be opened.'),
    labelNames: ['code'],
  })
  const workFailures = new Counter({
    ...common('work_failures_total', 'Times that a process could not look for background work.'),
    labelNames: ['code'],
  })

  return vault.subscribe((event) => {
    switch (event.type) {
      case 'refreshed':
        refreshes.inc({ outcome: 'succeeded' })
        refreshSeconds.observe(event.durationMs / 1000)
        remainingSeconds.observe(event.remainingMs / 1000)
        break
      case 'refresh-failed':
        refreshes.inc({ outcome: event.failure })
        break
      case 'sign-in-required':
        signInsRequired.inc({ code: event.code })
        break
      case 'lease-waited':
        leaseWaitSeconds.observe(event.durationMs / 1000)
        break
      case 'revocation-settled':
      case 'revocation-failed':
      case 'revocation-abandoned':
        revocations.inc({ outcome: event.type.slice('revocation-'.length) })
        break
      case 'unreadable':
        unreadable.inc({ code: event.code })
        break
      case 'work-failed':
        workFailures.inc({ code: event.code })
        break
      // How often users sign in, sign out, … the app counts itself.
      case 'created':
      case 'misconfigured':
      case 'revoked':
      case 'reencrypted':
      case 'discarded':
    }
  })
}

type Common = Readonly<Record<'name' | 'help', string>> & { registers: Registry[] }

function createGauge(common: Common, read: () => Promise<number>): Gauge {
  return new Gauge({
    ...common,
    async collect() {
      // Whoever asks while the store is down wants to see everything else all the more.
      this.set(await read().catch(() => Number.NaN))
    },
  })
}

async function countPending(store: Pick<GrantStore, 'scan'>): Promise<number> {
  let count = 0
  let after: string | undefined
  do {
    const scan = await store.scan({ isRevocationPending: true }, { after, limit: pageSize })
    count += scan.ids.length
    after = scan.next
  } while (after !== undefined && count < mostPendingCounted)
  return count
}
