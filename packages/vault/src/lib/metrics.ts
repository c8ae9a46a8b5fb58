import { Counter, Gauge, type GaugeConfiguration, Histogram, type Registry } from 'prom-client'
import type { GrantStore } from './grant-store.ts'
import type { VaultEvent } from './vault-event.ts'

/** Describes what is measured. */
export interface RegisterVaultMetricsOptions {
  /** The vault of this process. */
  readonly vault: ObservableVault
  /** Where its grants are kept; asked whenever the metrics are read. */
  readonly store: Pick<GrantStore, 'countByKey' | 'scan'>
  /** The registry that the metrics are added to. */
  readonly registry: Registry
  /** The start of the metrics' names. `mudbrick_vault_` by default. */
  readonly prefix?: string | undefined
}

/** What is measured of a vault. */
export interface ObservableVault {
  /** The client id whose grants it keeps. */
  readonly clientId: string
  /** Calls a listener for each event, until the returned function is called. */
  readonly subscribe: (listener: (event: VaultEvent) => void) => () => void
}

/** Counting more would take long, and not say more. */
const mostPendingCounted = 10_000
const pageSize = 1_000

/**
 * Adds the metrics of a vault to a registry of `prom-client`: how many grants there are by key, how
 * refreshes end, how long they take and callers wait for them, how long tokens were still valid, and
 * how revocations end. Grants and users are not named. The returned function ends the counting.
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

  createGauge(
    {
      ...common('grants', 'Grants in the store, by the key of their records.'),
      labelNames: ['key'],
    },
    async (gauge) => {
      const usages = await store.countByKey(vault.clientId)
      gauge.reset()
      for (const { keyId, records } of usages) gauge.set({ key: keyId }, records)
    },
  )
  createGauge(
    common('revocations_pending', `Revocations to tell IMS of, ${mostPendingCounted} at most.`),
    async (gauge) => gauge.set(await countPending(store, vault.clientId)),
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
    ...common('lease_wait_seconds', 'How long callers waited for another process to refresh.'),
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
      // These are counted by other metrics, or in the audit trail.
      case 'created':
      case 'misconfigured':
      case 'revoked':
      case 'reencrypted':
      case 'discarded':
      case 'rolled-back':
    }
  })
}

type Common = Readonly<Record<'name' | 'help', string>> & { registers: Registry[] }

function createGauge<Label extends string>(
  configuration: GaugeConfiguration<Label>,
  update: (gauge: Gauge<Label>) => Promise<void>,
): Gauge<Label> {
  return new Gauge({
    ...configuration,
    async collect() {
      // While the store is unavailable there is no value, and everything else is still shown.
      await update(this).catch(() => this.reset())
    },
  })
}

async function countPending(store: Pick<GrantStore, 'scan'>, clientId: string): Promise<number> {
  let count = 0
  let after: string | undefined
  do {
    const scan = await store.scan(
      { clientId, isRevocationPending: true },
      { after, limit: pageSize },
    )
    count += scan.ids.length
    after = scan.next
  } while (after !== undefined && count < mostPendingCounted)
  return count
}
