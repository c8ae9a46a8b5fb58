import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { createTracing } from './tracing.ts'
import { VaultError } from './vault-error.ts'

describe('createTracing()', () => {
  it('does work inside a span of OpenTelemetry that names the grant', async () => {
    const { tracing, exporter } = createSpans()
    expect(await tracing('vault.refresh', 'grant-1', async () => 'done')).toBe('done')
    expect(exporter.getFinishedSpans()).toMatchObject([
      { name: 'vault.refresh', attributes: { 'mudbrick.vault.grant_id': 'grant-1' } },
    ])
  })

  it('ends the span when the work has ended, and not before', async () => {
    const { tracing, exporter } = createSpans()
    let finish = (): void => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    const traced = tracing('vault.refresh', 'grant-1', () => work)
    expect(exporter.getFinishedSpans()).toHaveLength(0)
    finish()
    await traced
    expect(exporter.getFinishedSpans()).toHaveLength(1)
  })

  it('notes how it failed, and lets the failure through', async () => {
    const { tracing, exporter } = createSpans()
    const failure = new VaultError('store_full', { grantId: 'grant-1' })
    await expect(tracing('vault.refresh', 'grant-1', () => Promise.reject(failure))).rejects.toBe(
      failure,
    )
    expect(exporter.getFinishedSpans()).toMatchObject([
      { attributes: { 'error.type': 'store_full' }, status: { code: 2 } },
    ])
  })

  it('repeats no message, which may hold anything', async () => {
    const { tracing, exporter } = createSpans()
    const failure = new Error('postgres://app:fake-password@db')
    await tracing('vault.read', 'grant-1', () => Promise.reject(failure)).catch(() => {})
    const [span] = exporter.getFinishedSpans()
    expect(JSON.stringify([span?.attributes, span?.status, span?.events])).not.toContain('fake')
  })

  it('only does the work where tracing is off', async () => {
    const tracing = createTracing(undefined)
    expect(await tracing('vault.read', 'grant-1', async () => 'done')).toBe('done')
  })
})

function createSpans() {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  return { exporter, tracing: createTracing(provider.getTracer('test')) }
}
