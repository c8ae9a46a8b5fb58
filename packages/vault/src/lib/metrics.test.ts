import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import type { GrantRecord } from './grant-store.ts'
import { registerVaultMetrics } from './metrics.ts'
import { createMemoryGrantStore } from './stores/memory-grant-store.ts'
import { createVaultEvents } from './vault-event.ts'

describe('registerVaultMetrics()', () => {
  it('counts the grants by key, whenever it is read', async () => {
    const { store, read } = createMetrics()
    await store.compareAndSwap('grant-1', 0, createRecord())
    await store.compareAndSwap('grant-2', 0, createRecord({ isRevocationPending: true }))
    await store.compareAndSwap('grant-3', 0, createRecord({ keyId: 'key-2' }))
    await store.compareAndSwap('theirs', 0, createRecord({ clientId: 'other' }))
    expect(await read('mudbrick_vault_grants')).toEqual([
      'mudbrick_vault_grants{key="key-1"} 2',
      'mudbrick_vault_grants{key="key-2"} 1',
    ])
    expect(await read('mudbrick_vault_revocations_pending')).toEqual([
      'mudbrick_vault_revocations_pending 1',
    ])
  })

  it('counts pending revocations up to a limit', async () => {
    const store = createEndlessStore()
    const { read } = createMetrics({ store })
    expect(await read('mudbrick_vault_revocations_pending')).toEqual([
      'mudbrick_vault_revocations_pending 10000',
    ])
  })

  it('tells the rest while the store is down', async () => {
    const countByKey = (): Promise<never> => Promise.reject(new Error('The store is down.'))
    const { emit, read } = createMetrics({ store: { ...createMemoryGrantStore(), countByKey } })
    emit('grant-1', { type: 'refresh-failed', failure: 'transient', code: 'timed_out' })
    expect(await read('mudbrick_vault_grants')).toEqual([])
    expect(await read('mudbrick_vault_refreshes_total')).toEqual([
      'mudbrick_vault_refreshes_total{outcome="transient"} 1',
    ])
  })

  it('counts refreshes by outcome', async () => {
    const { emit, read } = createMetrics()
    emit('grant-1', { type: 'refreshed', subject: undefined, durationMs: 200, remainingMs: 90_000 })
    emit('grant-2', { type: 'refresh-failed', failure: 'misconfigured', code: 'invalid_client' })
    emit('grant-2', { type: 'misconfigured', code: 'invalid_client' })
    expect(await read('mudbrick_vault_refreshes_total')).toEqual([
      'mudbrick_vault_refreshes_total{outcome="succeeded"} 1',
      'mudbrick_vault_refreshes_total{outcome="misconfigured"} 1',
    ])
  })

  it('shows in seconds how long IMS took, and how long the token before was good for', async () => {
    const { emit, read } = createMetrics()
    emit('grant-1', { type: 'refreshed', subject: undefined, durationMs: 200, remainingMs: 90_000 })
    emit('grant-2', { type: 'refreshed', subject: undefined, durationMs: 300, remainingMs: -5_000 })
    expect(await read('mudbrick_vault_refresh_seconds_sum')).toEqual([
      'mudbrick_vault_refresh_seconds_sum 0.5',
    ])
    expect(await read('mudbrick_vault_refresh_remaining_seconds_bucket{le="0"}')).toEqual([
      'mudbrick_vault_refresh_remaining_seconds_bucket{le="0"} 1',
    ])
  })

  it('shows how long a caller waited for another process', async () => {
    const { emit, read } = createMetrics()
    emit('grant-1', { type: 'lease-waited', durationMs: 400 })
    expect(await read('mudbrick_vault_lease_wait_seconds_sum')).toEqual([
      'mudbrick_vault_lease_wait_seconds_sum 0.4',
    ])
  })

  it('counts revocations by outcome', async () => {
    const { emit, read } = createMetrics()
    emit('grant-1', { type: 'revocation-failed', failures: 1, code: 'network_failed' })
    emit('grant-1', { type: 'revocation-settled' })
    emit('grant-2', { type: 'revocation-abandoned', failures: 10, code: 'network_failed' })
    expect(await read('mudbrick_vault_revocations_total')).toEqual([
      'mudbrick_vault_revocations_total{outcome="failed"} 1',
      'mudbrick_vault_revocations_total{outcome="settled"} 1',
      'mudbrick_vault_revocations_total{outcome="abandoned"} 1',
    ])
  })

  it('counts what an operator has to look at', async () => {
    const { emit, emitWorkFailed, read } = createMetrics()
    emit('grant-1', { type: 'sign-in-required', subject: undefined, code: 'in_doubt' })
    emit('grant-2', { type: 'unreadable', code: 'wrong_key' })
    emitWorkFailed('store_unavailable')
    expect(await read('mudbrick_vault_sign_ins_required_total')).toEqual([
      'mudbrick_vault_sign_ins_required_total{code="in_doubt"} 1',
    ])
    expect(await read('mudbrick_vault_unreadable_total')).toEqual([
      'mudbrick_vault_unreadable_total{code="wrong_key"} 1',
    ])
    expect(await read('mudbrick_vault_work_failures_total')).toEqual([
      'mudbrick_vault_work_failures_total{code="store_unavailable"} 1',
    ])
  })

  it('names no grant and no user', async () => {
    const { emit, registry } = createMetrics()
    emit('grant-1', { type: 'created', subject: 'ada@AdobeID' })
    emit('grant-1', { type: 'sign-in-required', subject: 'ada@AdobeID', code: 'in_doubt' })
    expect(await registry.metrics()).not.toMatch(/grant-1|ada@/)
  })

  it('takes another prefix', async () => {
    const { read } = createMetrics({ prefix: 'admin_' })
    expect(await read('admin_revocations_pending')).toEqual(['admin_revocations_pending 0'])
  })

  it('counts no longer when it is ended', async () => {
    const { emit, read, end } = createMetrics()
    end()
    emit('grant-1', { type: 'revocation-settled' })
    expect(await read('mudbrick_vault_revocations_total')).toEqual([])
  })
})

function createMetrics({
  store = createMemoryGrantStore(),
  prefix = undefined as string | undefined,
} = {}) {
  const registry = new Registry()
  const events = createVaultEvents({ now: () => 0 })
  const end = registerVaultMetrics({
    vault: { clientId: 'client-1', ...events },
    store,
    registry,
    prefix,
  })
  const read = async (start: string): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith(start))
  return { ...events, store, registry, read, end }
}

function createRecord(changes: Partial<GrantRecord> = {}): GrantRecord {
  return {
    version: 1,
    clientId: 'client-1',
    subjectHash: undefined,
    keyId: 'key-1',
    dueAt: undefined,
    isRevocationPending: false,
    sealed: 'fake-jwe',
    ...changes,
  }
}

function createEndlessStore() {
  return {
    ...createMemoryGrantStore(),
    scan: async (_filter: unknown, { limit }: { readonly limit: number }) => ({
      ids: Array.from({ length: limit }, (_, index) => `grant-${index}`),
      next: 'further',
    }),
  }
}
