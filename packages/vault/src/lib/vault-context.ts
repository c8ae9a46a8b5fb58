import type { ImsClient } from '@mudbrick/ims'
import type { BackgroundWork } from './background-work.ts'
import type { GrantStore } from './grant-store.ts'
import type { KeyProvider } from './keys/key-provider.ts'
import type { Trace } from './tracing.ts'
import type { Watch } from './vault-clock.ts'
import type { EmitGrantEvent } from './vault-event.ts'

/** What all parts of a vault work with. */
export interface VaultContext {
  /** The app's credential, with its client id. */
  readonly ims: ImsClient
  /** Where grant records are kept; it rejects with a `VaultError` in time, or answers. */
  readonly store: GrantStore
  /** Where keys come from; asked for each key once. */
  readonly keys: KeyProvider
  readonly watch: Watch
  /** From 0 up to 1; spreads times. */
  readonly random: () => number
  /** How long a process may take to refresh a grant. */
  readonly leaseMs: number
  readonly emit: EmitGrantEvent
  readonly trace: Trace
  /** What `close()` waits for. */
  readonly background: BackgroundWork
  /** Aborts when the vault is closed. */
  readonly signal: AbortSignal
}
