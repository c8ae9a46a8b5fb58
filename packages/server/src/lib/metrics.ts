import type { Vault } from '@mudbrick/vault'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Sessions } from './create-sessions.ts'

/** Describes what is measured. */
export interface RegisterServerMetricsOptions {
  /** The sessions of this process. */
  readonly sessions: Pick<Sessions, 'subscribe'>
  /** Their vault; asked for its keys whenever the metrics are read. */
  readonly vault: Pick<Vault, 'listKeys'>
  /** The registry that the metrics are added to. */
  readonly registry: Registry
  /** The start of the metrics' names. `mudbrick_` by default. */
  readonly prefix?: string | undefined
}

/** More values of a label than these are counted as `other`. */
const maxLabels = 50

/**
 * Adds the metrics of sessions to a registry of `prom-client`: how sign-ins end, which keys open
 * cookies and which keys can be removed, and how calls of proxies end. Users and addresses are not
 * named. The returned function ends the counting.
 *
 * @example
 * ```ts
 * import { registerServerMetrics } from '@mudbrick/server/metrics'
 * import { Registry } from 'prom-client'
 *
 * const registry = new Registry()
 * registerServerMetrics({ sessions, vault, registry })
 * ```
 */
export function registerServerMetrics({
  sessions,
  vault,
  registry,
  prefix = 'mudbrick_',
}: RegisterServerMetricsOptions): () => void {
  const common = (name: string, help: string): Common => ({
    name: `${prefix}${name}`,
    help,
    registers: [registry],
  })
  const toKeyLabel = createLabelLimit()
  const toPathLabel = createLabelLimit()

  const signIns = new Counter({
    ...common('server_sign_ins_total', 'Answers to requests for a sign-in.'),
    labelNames: ['outcome'],
  })
  const cookiesOpened = new Counter({
    ...common('server_cookies_opened_total', 'Session cookies opened, by their key.'),
    labelNames: ['key'],
  })
  const cookieLastOpened = new Gauge({
    ...common(
      'server_cookie_last_opened_seconds',
      'When a session cookie of this key was last opened, in Unix time.',
    ),
    labelNames: ['key'],
  })
  const calls = new Counter({
    ...common('server_proxy_calls_total', 'Calls to proxies, by the class of their status.'),
    labelNames: ['path', 'status'],
  })
  const callSeconds = new Histogram({
    ...common('server_proxy_seconds', 'How long calls took until their response began.'),
    labelNames: ['path'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  })
  const tokensRenewed = new Counter({
    ...common('server_tokens_renewed_total', 'Calls sent again after the service refused a token.'),
    labelNames: ['path'],
  })
  createRetirableKeys(common('key_retirable', 'Whether a key can be removed.'), vault)

  return sessions.subscribe((event) => {
    switch (event.type) {
      case 'sign-in':
        signIns.inc({ outcome: event.outcome })
        break
      case 'cookie-opened': {
        const key = toKeyLabel(event.keyId)
        cookiesOpened.inc({ key })
        cookieLastOpened.set({ key }, event.at / 1000)
        break
      }
      case 'call': {
        const path = toPathLabel(event.path)
        calls.inc({ path, status: toStatusClass(event.status) })
        callSeconds.observe({ path }, event.durationMs / 1000)
        break
      }
      case 'token-renewed':
        tokensRenewed.inc({ path: toPathLabel(event.path) })
    }
  })
}

type Common = Readonly<Record<'name' | 'help', string>> & { registers: Registry[] }

function createRetirableKeys(configuration: Common, vault: Pick<Vault, 'listKeys'>): Gauge<'key'> {
  return new Gauge({
    ...configuration,
    labelNames: ['key'],
    async collect() {
      this.reset()
      // While the store is unavailable there is no value, and everything else is still shown.
      const states = await vault.listKeys().catch(() => [])
      for (const { keyId, isRetirable } of states.slice(0, maxLabels)) {
        this.set({ key: keyId }, isRetirable ? 1 : 0)
      }
    },
  })
}

/** A client that left before the response has no status. */
function toStatusClass(status: number | undefined): string {
  return status === undefined ? 'left' : `${Math.floor(status / 100)}xx`
}

function createLabelLimit(): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= maxLabels) return 'other'
    known.add(value)
    return value
  }
}
