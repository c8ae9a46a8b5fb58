import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { createVaultWorld, type VaultWorld, warmUp } from '@mudbrick/testing/vault-world'
import { Registry } from 'prom-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuditTrail } from '../audit-trail.ts'
import { registerVaultMetrics } from '../metrics.ts'
import type { Vault } from '../vault.ts'

let life: Awaited<ReturnType<typeof observeLife>>

beforeAll(async () => {
  await warmUp()
  life = await observeLife()
}, 60_000)

describe('the background work of several processes', () => {
  it('refreshes each grant once, within the rate', async () => {
    const world = await createVaultWorld()
    const scheduler = { ratePerSecond: 2, pollMs: 60_000 }
    const processes = await Promise.all([
      world.createProcess({ scheduler }),
      world.createProcess({ scheduler }),
    ])
    const [{ vault }] = processes
    for (let index = 0; index < 10; index += 1) await vault.add(await world.signIn())
    for (const process of processes) process.vault.start()
    await world.time.advance(24 * hourMs)
    expect(world.refreshes()).toBe(10)
    expect(mostWithinASecond(world)).toBeLessThanOrEqual(4)
    await closeAll(world, processes)
  })

  it('leaves IMS alone for as long as it asks to be, and then does the rest', async () => {
    const world = await createVaultWorld()
    const scheduler = { concurrency: 1, pollMs: 60_000 }
    const { vault } = await world.createProcess({ scheduler })
    for (let index = 0; index < 5; index += 1) await vault.add(await world.signIn())
    const busy = { match: 'POST /ims/token/*', status: 429, retryAfterSeconds: 300, times: 1 }
    const fault = world.sandbox.faults.add(busy)
    vault.start()
    await world.time.advance(23.9 * hourMs)
    expect(fault.met()).toBe(1)
    const refusedAt = instantsOf(world).at(0) ?? Infinity
    expect(instantsOf(world).at(1)).toBeGreaterThanOrEqual(refusedAt + 300_000)
    expect(world.refreshes()).toBe(6)
    await closeAll(world, [{ vault }])
  })
})

describe('what a vault tells of its work', () => {
  it('holds no token: not in the trail, not in the metrics, not in the spans', () => {
    const { told, secrets } = life
    expect(secrets).toHaveLength(4)
    for (const secret of secrets) expect(told).not.toContain(secret)
  })

  it('is a trail from the sign-in to the end at IMS', () => {
    expect(life.trail).toMatchObject([
      { type: 'created', subject: expect.stringContaining('@') },
      { type: 'refreshed' },
      { type: 'revoked' },
      { type: 'revocation-settled' },
    ])
  })

  it('is a span for the refresh, and one for a read from the store', () => {
    const { spans, id } = life
    expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['vault.read', 'vault.refresh']))
    expect(spans[0]?.attributes).toEqual({ 'mudbrick.vault.grant_id': id })
  })
})

const hourMs = 3_600_000

/** A grant from the sign-in to its revocation, and all that is to be seen of it. */
async function observeLife() {
  const world = await createVaultWorld()
  const exporter = new InMemorySpanExporter()
  const tracer = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  }).getTracer('test')
  const { vault } = await world.createProcess({ tracer })
  const lines: string[] = []
  vault.subscribe(createAuditTrail({ process: 'web-1', write: (line) => lines.push(line) }))
  const registry = new Registry()
  registerVaultMetrics({ vault, store: world.store, registry })

  const grant = await world.signIn()
  const id = await vault.add(grant)
  await world.time.advance(24 * hourMs)
  const accessToken = await vault.getAccessToken(id)
  await world.createProcess({ tracer }).then((other) => other.vault.getAccessToken(id))
  await vault.revoke(id)
  await world.time.settle()

  const spans = exporter.getFinishedSpans()
  const shown = spans.map(({ name, attributes, status, events }) => [
    name,
    attributes,
    status,
    events,
  ])
  return {
    id,
    spans,
    trail: lines.map((line): unknown => JSON.parse(line)),
    told: [...lines, await registry.metrics(), JSON.stringify(shown)].join('\n'),
    secrets: [
      grant.tokenSet.accessToken,
      grant.tokenSet.refreshToken,
      grant.tokenSet.idToken,
      accessToken,
    ],
  }
}

function mostWithinASecond(world: VaultWorld): number {
  const instants = instantsOf(world)
  const counts = instants.map((at) => instants.filter((other) => other >= at && other < at + 1_000))
  return Math.max(...counts.map(({ length }) => length))
}

/** When IMS was asked to refresh. */
function instantsOf({ sandbox }: VaultWorld): readonly number[] {
  return sandbox.journal
    .exchanges({ path: '/ims/token/v3' })
    .filter(({ parameters }) => parameters['grant_type'] === 'refresh_token')
    .map(({ at }) => at)
}

async function closeAll(
  { time }: VaultWorld,
  processes: readonly { readonly vault: Vault }[],
): Promise<void> {
  await time.run(Promise.all(processes.map(({ vault }) => vault.close())))
}
