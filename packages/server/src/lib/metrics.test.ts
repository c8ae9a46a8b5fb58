import { VaultError, type VaultKeyState } from '@mudbrick/vault'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { registerServerMetrics } from './metrics.ts'
import { createServerEvents } from './server-event.ts'

describe('registerServerMetrics()', () => {
  it('counts sign-ins by outcome', async () => {
    const { emit, read } = createMetrics()
    for (const outcome of ['started', 'started', 'denied', 'prefetch'] as const) {
      emit({ type: 'sign-in', outcome })
    }
    expect(await read('mudbrick_server_sign_ins_total')).toEqual([
      'mudbrick_server_sign_ins_total{outcome="started"} 2',
      'mudbrick_server_sign_ins_total{outcome="denied"} 1',
      'mudbrick_server_sign_ins_total{outcome="prefetch"} 1',
    ])
  })

  it('shows which keys open cookies, and when they last did', async () => {
    const { emit, read } = createMetrics()
    emit({ type: 'cookie-opened', keyId: '2026-11' })
    emit({ type: 'cookie-opened', keyId: '2026-11' })
    expect(await read('mudbrick_server_cookie')).toEqual([
      'mudbrick_server_cookies_opened_total{key="2026-11"} 2',
      'mudbrick_server_cookie_last_opened_seconds{key="2026-11"} 1780304400',
    ])
  })

  it('shows which keys can be removed', async () => {
    const { read } = createMetrics({
      listKeys: async () => [createState('2026-12', false), createState('2026-11', true)],
    })
    expect(await read('mudbrick_key_retirable')).toEqual([
      'mudbrick_key_retirable{key="2026-12"} 0',
      'mudbrick_key_retirable{key="2026-11"} 1',
    ])
  })

  it('shows no keys while the store is down, and the rest', async () => {
    const { emit, read } = createMetrics({
      listKeys: () => Promise.reject(new VaultError('store_unavailable')),
    })
    emit({ type: 'sign-in', outcome: 'unavailable' })
    expect(await read('mudbrick_key_retirable')).toEqual([])
    expect(await read('mudbrick_server_sign_ins_total')).toHaveLength(1)
  })

  it('counts calls by the class of their status, and measures them', async () => {
    const { emit, read } = createMetrics()
    for (const status of [200, 204, 401, 503, undefined]) {
      emit({ type: 'call', path: '/commerce', status, durationMs: 20 })
    }
    emit({ type: 'token-renewed', path: '/commerce' })
    expect(await read('mudbrick_server_proxy_calls_total')).toEqual([
      'mudbrick_server_proxy_calls_total{path="/commerce",status="2xx"} 2',
      'mudbrick_server_proxy_calls_total{path="/commerce",status="4xx"} 1',
      'mudbrick_server_proxy_calls_total{path="/commerce",status="5xx"} 1',
      'mudbrick_server_proxy_calls_total{path="/commerce",status="left"} 1',
    ])
    expect(await read('mudbrick_server_proxy_seconds_sum')).toEqual([
      'mudbrick_server_proxy_seconds_sum{path="/commerce"} 0.1',
    ])
    expect(await read('mudbrick_server_tokens_renewed_total')).toEqual([
      'mudbrick_server_tokens_renewed_total{path="/commerce"} 1',
    ])
  })

  it('has a limit for each label', async () => {
    const { emit, read } = createMetrics({
      listKeys: async () => Array.from({ length: 200 }, (_, n) => createState(`key-${n}`, false)),
    })
    for (let number = 0; number < 200; number += 1) {
      emit({ type: 'cookie-opened', keyId: `key-${number}` })
      emit({ type: 'token-renewed', path: `/path-${number}` })
    }
    expect(await read('mudbrick_server_cookies_opened_total')).toHaveLength(51)
    expect(await read('mudbrick_server_tokens_renewed_total')).toHaveLength(51)
    expect(await read('mudbrick_key_retirable')).toHaveLength(50)
  })

  it('takes another prefix, and counts no longer when it is ended', async () => {
    const { emit, read, end } = createMetrics({ prefix: 'admin_' })
    emit({ type: 'sign-in', outcome: 'started' })
    end()
    emit({ type: 'sign-in', outcome: 'started' })
    expect(await read('admin_server_sign_ins_total')).toEqual([
      'admin_server_sign_ins_total{outcome="started"} 1',
    ])
  })
})

function createState(keyId: string, isRetirable: boolean): VaultKeyState {
  return { keyId, isCurrent: !isRetirable, records: 0, usedUntil: undefined, isRetirable }
}

function createMetrics({
  listKeys = async (): Promise<readonly VaultKeyState[]> => [],
  prefix = undefined as string | undefined,
} = {}) {
  const registry = new Registry()
  const events = createServerEvents({ now: () => Date.UTC(2026, 5, 1, 9) })
  const end = registerServerMetrics({ sessions: events, vault: { listKeys }, registry, prefix })
  const read = async (start: string): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith(start))
  return { ...events, read, end }
}
