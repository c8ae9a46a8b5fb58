import { appendFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { hostname } from 'node:os'

import type { ImsClient } from '@mudbrick/ims'
import { createRequestContext, createSessions, type Sessions } from '@mudbrick/server'
import { registerServerMetrics } from '@mudbrick/server/metrics'
import { createMetricsServer } from '@mudbrick/server/node'
import { createAuditTrail, type GrantStore, type KeyProvider, type Vault } from '@mudbrick/vault'
import { registerVaultMetrics } from '@mudbrick/vault/metrics'
import { Registry } from 'prom-client'

interface WatchedParts {
  readonly ims: ImsClient<'web-app'>
  readonly vault: Vault
  readonly store: GrantStore
  readonly keys: KeyProvider
}

interface WatchedSessions {
  readonly sessions: Sessions
  readonly metricsServer: Server
}

/** Creates sessions with an audit trail, and with metrics at a port of their own. */
export function createWatchedSessions(
  { ims, vault, store, keys }: WatchedParts,
  { auditFile, metricsPort }: { readonly auditFile: string; readonly metricsPort: number },
): WatchedSessions {
  const requestContext = createRequestContext()
  vault.subscribe(
    createAuditTrail({
      process: `${hostname()}:${process.pid}`,
      write: (line) => appendFileSync(auditFile, `${line}\n`, { mode: 0o600 }),
      context: requestContext.current,
    }),
  )
  const sessions = createSessions({ ims, vault, keys, requestContext })

  const registry = new Registry()
  registerVaultMetrics({ vault, store, registry })
  registerServerMetrics({ sessions, vault, registry })
  // Only for Prometheus on this machine; no proxy passes requests on to this port.
  const metricsServer = createMetricsServer(registry).listen(metricsPort, '127.0.0.1')
  return { sessions, metricsServer }
}
