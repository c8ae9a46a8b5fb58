import type { Clock } from '@mudbrick/http'
import { raceAbort } from '@mudbrick/http/internal'
import { createAccessTokens } from './access-tokens.ts'
import { createGrantAdder } from './add-grants.ts'
import { createBackgroundWork } from './background-work.ts'
import { reencryptGrants } from './background/reencrypt.ts'
import { createRevocationOutbox } from './background/revocation-outbox.ts'
import { createScheduler } from './background/scheduler.ts'
import {
  checkAddOptions,
  checkListOptions,
  checkRevokeOptions,
  checkTokenRequest,
  requireFunction,
  requireGrant,
  requireGrantId,
  requireInstant,
  requireSubject,
  requireText,
} from './check-vault-calls.ts'
import { checkVaultOptions } from './check-vault-options.ts'
import type { CreateVaultOptions } from './create-vault-options.ts'
import { defaultElapsed, defaultRandom } from './defaults.ts'
import { createGrantReader } from './grant-reader.ts'
import { isRevoked } from './held-grant.ts'
import { createEnvironmentKeyring } from './keys/environment-keyring.ts'
import { createKeyUsage } from './keys/key-usage.ts'
import { rememberKeys } from './keys/remembered-keys.ts'
import { listGrants } from './list-grants.ts'
import { createRefreshResults } from './refresh/refresh-results.ts'
import { createRefresher } from './refresh/refresher.ts'
import { createGrantRevoker } from './revoke-grants.ts'
import { withTimeout } from './store-with-timeout.ts'
import { createTracing } from './tracing.ts'
import { createWatch, type VaultClock } from './vault-clock.ts'
import type { VaultContext } from './vault-context.ts'
import { VaultError } from './vault-error.ts'
import { createVaultEvents } from './vault-event.ts'
import { toVaultGrant } from './vault-grant.ts'
import type { Vault, VaultHealth } from './vault.ts'

/**
 * Creates a vault, and makes sure that there is a key: without one nothing could be encrypted.
 *
 * @throws {@link ConfigurationError} when there is no key, or an option is not valid.
 *
 * @example
 * ```ts
 * const store = createSqliteGrantStore({ file: '.vault/grants.db' })
 * const vault = await createVault({ ims, store })
 * vault.start()
 * const id = await vault.add(await finishAuthorization(ims, parameters, transaction))
 * const token = await vault.getAccessToken(id)
 * ```
 */
export async function createVault(options: CreateVaultOptions): Promise<Vault> {
  checkVaultOptions(options)
  const { ims, random = defaultRandom, freshForMs = 750, cacheLimit = 10_000 } = options
  const watch = createWatch(toVaultClock(options))
  const keys = rememberKeys(options.keys ?? createEnvironmentKeyring(), watch)
  await keys.current()

  const { emit, emitWorkFailed, subscribe } = createVaultEvents(watch)
  const closing = new AbortController()
  const context: VaultContext = {
    ims,
    store: withTimeout(options.store, watch.patient),
    keys,
    watch,
    random,
    leaseMs: options.leaseMs ?? 30_000,
    emit,
    trace: createTracing(options.tracer),
    background: createBackgroundWork(),
    signal: closing.signal,
  }
  const { store, background, signal } = context
  const grants = createGrantReader(context, { freshForMs, cacheLimit })
  const outbox = createRevocationOutbox(context)
  const keyUsage = createKeyUsage(context)
  const adder = createGrantAdder(context, grants)
  const revoker = createGrantRevoker(context, { grants, settle })
  const results = createRefreshResults(context, {
    grants,
    createGrantId: adder.createGrantId,
    settle,
  })
  const refresher = createRefresher(context, { grants, results })
  const tokens = createAccessTokens(context, { grants, refresher, results })
  const scheduler = createScheduler(context, {
    refresh: tokens.refreshDue,
    settle: outbox.settle,
    emitWorkFailed,
    options: options.scheduler,
  })

  return Object.freeze<Vault>({
    clientId: ims.clientId,

    async add(grant, addOptions = {}) {
      requireOpen()
      requireGrant(grant)
      checkAddOptions(addOptions)
      return track(adder.add(grant, addOptions))
    },

    async addOnce(name, obtain) {
      requireOpen()
      requireText('name', name, 'a secret of this sign-in, such as its code verifier')
      requireFunction('obtain', obtain)
      return track(adder.addOnce(name, obtain))
    },

    async read(id) {
      requireOpen()
      requireGrantId(id)
      const held = await grants.load(id)
      return held && !isRevoked(held) ? toVaultGrant(id, held.content) : undefined
    },

    async listBySubject(subject, listOptions = {}) {
      requireOpen()
      requireSubject(subject)
      checkListOptions(listOptions)
      return listGrants(context, grants, subject, listOptions)
    },

    async getAccessToken(id, request = {}) {
      requireOpen()
      requireGrantId(id)
      checkTokenRequest(request)
      request.signal?.throwIfAborted()
      const token = tokens.find(id, request)
      return token ?? (await raceAbort(tokens.obtain(id, request), request.signal))
    },

    async refresh(id, waiting = {}) {
      requireOpen()
      requireGrantId(id)
      waiting.signal?.throwIfAborted()
      const { content } = await raceAbort(tokens.refresh(id), waiting.signal)
      return toVaultGrant(id, content)
    },

    async revoke(id, revokeOptions = {}) {
      requireOpen()
      requireGrantId(id)
      checkRevokeOptions('revoke', revokeOptions)
      await track(revoker.revoke(id, revokeOptions.reason ?? 'requested'))
    },

    async revokeBySubject(subject, revokeOptions = {}) {
      requireOpen()
      requireSubject(subject)
      checkRevokeOptions('revokeBySubject', revokeOptions)
      return track(revoker.revokeBySubject(subject, revokeOptions.reason ?? 'requested'))
    },

    async reencrypt(reencryptOptions) {
      requireOpen()
      keys.forgetCurrent()
      return reencryptGrants({ ...context, keyUsage }, reencryptOptions)
    },

    async listKeys() {
      requireOpen()
      keys.forgetCurrent()
      return keyUsage.list()
    },

    async noteKeyUse(keyId, until) {
      requireOpen()
      requireText('keyId', keyId, 'the name of a key')
      requireInstant('until', until)
      await track(keyUsage.note(keyId, until))
    },

    subscribe(listener) {
      requireFunction('listener', listener)
      return subscribe(listener)
    },

    start() {
      requireOpen()
      scheduler.start()
    },

    check,

    async close() {
      closing.abort(new VaultError('closed'))
      await scheduler.stop()
      await background.ended()
    },
  })

  async function check(): Promise<VaultHealth> {
    requireOpen()
    const [read, current] = await Promise.allSettled([store.read('health-check'), keys.current()])
    const isReachable = read.status === 'fulfilled'
    const hasKey = current.status === 'fulfilled'
    return {
      isHealthy: isReachable && hasKey,
      store: isReachable ? 'reachable' : 'unreachable',
      key: hasKey ? 'present' : 'missing',
    }
  }

  /** Tells IMS of a revoked grant; if that fails, the scheduler does it later. */
  function settle(id: string): void {
    background.track(outbox.settle(id))
  }

  /** Makes `close()` wait for it. */
  function track<Result>(work: Promise<Result>): Promise<Result> {
    background.track(work)
    return work
  }

  function requireOpen(): void {
    signal.throwIfAborted()
  }
}

function toVaultClock({ ims, clock }: CreateVaultOptions): VaultClock {
  const { now, setTimer } = bind(clock ?? ims.clock)
  if (!clock) return { now, setTimer, elapsed: defaultElapsed }
  return { now, setTimer, elapsed: () => clock.elapsed?.() ?? now() }
}

function bind(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
  }
}
