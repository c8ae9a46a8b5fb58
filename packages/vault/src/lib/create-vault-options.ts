import type { Clock } from '@mudbrick/http'
import type { ImsClient } from '@mudbrick/ims'
import type { SchedulerOptions } from './background/scheduler.ts'
import type { GrantStore } from './grant-store.ts'
import type { KeyProvider } from './keys/key-provider.ts'
import type { VaultTracer } from './tracing.ts'

/** Describes a vault. */
export interface CreateVaultOptions {
  /** The app's credential, with which users sign in and grants are refreshed. */
  readonly ims: ImsClient
  /** Where grant records are kept; `close()` leaves it open. */
  readonly store: GrantStore
  /** Where keys come from. The environment variable `MUDBRICK_KEYS` by default. */
  readonly keys?: KeyProvider | undefined
  /** Tells the time. The clock of `ims` by default, beside one that cannot be set. */
  readonly clock?: (Clock & { readonly elapsed?: (() => number) | undefined }) | undefined
  /** Spreads times, from 0 up to 1. The platform's randomness by default. */
  readonly random?: (() => number) | undefined
  /**
   * How long a process may take to refresh a grant before another one may. If a process is killed in
   * the middle, callers without a valid token wait for the rest of it. 30 seconds by default.
   */
  readonly leaseMs?: number | undefined
  /**
   * How long an answer of the store is used without asking again: so long a revocation by another
   * process may go unnoticed. 750 milliseconds by default; 0 asks each time.
   */
  readonly freshForMs?: number | undefined
  /** How many decrypted grants are cached in memory at most. 10,000 by default. */
  readonly cacheLimit?: number | undefined
  /** Creates spans of refreshes and reads; OpenTelemetry's tracers do. Off by default. */
  readonly tracer?: VaultTracer | undefined
  /** How the background work is done. */
  readonly scheduler?: SchedulerOptions | undefined
}
