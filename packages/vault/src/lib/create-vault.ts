import { abandonable, type Clock, ConfigurationError } from '@mudbrick/http'
import { type ImsClient, type ImsGrant, SignInRequiredError } from '@mudbrick/ims'
import { createBackgroundWork } from './background-work.ts'
import { reencryptGrants } from './background/reencrypt.ts'
import { createRevocationOutbox } from './background/revocation-outbox.ts'
import { createScheduler, type SchedulerOptions } from './background/scheduler.ts'
import { checkVaultOptions } from './check-vault-options.ts'
import { defaultElapsed, defaultRandom, randomBytes } from './defaults.ts'
import { createEnvironmentKeyring } from './environment-keyring.ts'
import { createContent, type GrantContent } from './grant-content.ts'
import { createGrantReader, type HeldGrant } from './grant-reader.ts'
import type { GrantStore } from './grant-store.ts'
import { guardStore } from './guarded-store.ts'
import type { KeyProvider } from './key-provider.ts'
import { noteUse, scheduleNext } from './refresh-outcome.ts'
import { createRefreshResults } from './refresh-results.ts'
import { createRefresher } from './refresher.ts'
import { rememberKeys } from './remembered-keys.ts'
import { revokeContent } from './revoked-content.ts'
import { isAlive, isGoodFor, isNew } from './token-lifetime.ts'
import { createTracing, type VaultTracer } from './tracing.ts'
import { createWatch, type VaultClock } from './vault-clock.ts'
import { VaultError } from './vault-error.ts'
import { createVaultEvents } from './vault-event.ts'
import { toVaultGrant, type VaultGrant } from './vault-grant.ts'
import type { AddGrantOptions, Vault, VaultHealth, VaultTokenRequest } from './vault.ts'

/** Describes a vault. */
export interface CreateVaultOptions {
  /** The app's credential, with which users sign in and grants are refreshed. */
  readonly ims: ImsClient
  /** Where grant records are kept; `close()` leaves it open. */
  readonly store: GrantStore
  /** Where keys come from; the environment variable `MUDBRICK_KEYS` unless told. */
  readonly keys?: KeyProvider | undefined
  /** Tells the time; the clock of `ims` unless told, beside one that nobody sets. */
  readonly clock?: (Clock & { readonly elapsed?: (() => number) | undefined }) | undefined
  /** Spreads times, from 0 up to 1; the platform's randomness unless told. */
  readonly random?: (() => number) | undefined
  /** How long a process may take to refresh a grant before another one may; 30 seconds unless told. */
  readonly leaseMs?: number | undefined
  /**
   * How long what the store said of a grant is taken for granted: so long a revocation by another
   * process may go unnoticed. 750 milliseconds unless told.
   */
  readonly freshForMs?: number | undefined
  /** How many grants are kept in memory, opened, at most; 10,000 unless told. */
  readonly cacheLimit?: number | undefined
  /** Makes spans of refreshes and reads; OpenTelemetry's tracers do. */
  readonly tracer?: VaultTracer | undefined
  /** How the work in the background is done. */
  readonly scheduler?: SchedulerOptions | undefined
}

/**
 * Creates a vault, and makes sure that there is a key: without one nothing could be kept encrypted.
 *
 * @throws {@link ConfigurationError} when there is no key, or an option cannot be.
 *
 * @example
 * ```ts
 * const vault = await createVault({ ims, store: createLmdbGrantStore({ folder: '.vault' }) })
 * vault.start()
 * const id = await vault.add(await finishAuthorization(ims, parameters, transaction))
 * const token = await vault.getAccessToken(id)
 * ```
 */
export async function createVault(options: CreateVaultOptions): Promise<Vault> {
  checkVaultOptions(options)
  const { ims, random = defaultRandom, tracer } = options
  const { leaseMs = 30_000, freshForMs = 750, cacheLimit = 10_000 } = options
  checkPositive({ leaseMs, freshForMs, cacheLimit })
  const keys = rememberKeys(options.keys ?? createEnvironmentKeyring())
  await keys.current()

  const watch = createWatch(toVaultClock(options))
  const store = guardStore(options.store, watch.patient)
  const { emit, emitWorkFailed, subscribe } = createVaultEvents(watch)
  const trace = createTracing(tracer)
  const reader = createGrantReader({ store, keys, watch, emit, trace, freshForMs, cacheLimit })
  const outbox = createRevocationOutbox({ store, keys, ims, random, emit })
  const background = createBackgroundWork()
  const closing = new AbortController()
  const { signal } = closing
  const results = createRefreshResults({
    reader,
    watch,
    random,
    emit,
    background,
    createGrantId,
    settle,
    signal,
  })
  const refresher = createRefresher({
    ims,
    store,
    reader,
    watch,
    random,
    leaseMs,
    emit,
    trace,
    results,
    background,
    signal,
  })
  const scheduler = createScheduler({
    store,
    clock: watch,
    random,
    emitWorkFailed,
    leaseName: `work:${ims.clientId}`,
    refresh: refreshDue,
    settle: outbox.settle,
    options: options.scheduler,
  })
  const marked = new WeakSet<HeldGrant>()

  return Object.freeze<Vault>({
    async add(grant, addOptions) {
      demandOpen()
      return attend(add(grant, addOptions))
    },

    async read(id) {
      demandOpen()
      const held = await load(id)
      return held && !isRevoked(held) ? toVaultGrant(id, held.content) : undefined
    },

    async getAccessToken(id, request = {}) {
      demandOpen()
      const { minimumTtlMs = 60_000, rejected } = request
      request.signal?.throwIfAborted()
      const held = reader.peek(id)
      if (held && isUsable(held.content, minimumTtlMs, rejected)) return use(id, held)
      return await abandonable(obtainToken(id, { minimumTtlMs, rejected }), request.signal)
    },

    async refresh(id, waiting = {}) {
      demandOpen()
      waiting.signal?.throwIfAborted()
      return abandonable(refreshNow(id), waiting.signal)
    },

    async revoke(id) {
      demandOpen()
      await attend(revoke(id))
    },

    async reencrypt(reencryptOptions) {
      demandOpen()
      return reencryptGrants({ store, keys, emit }, reencryptOptions)
    },

    subscribe,

    start() {
      demandOpen()
      scheduler.start()
    },

    check,

    async close() {
      closing.abort(new VaultError('closed'))
      await scheduler.stop()
      await background.ended()
    },
  })

  async function add(grant: ImsGrant, { profile }: AddGrantOptions = {}): Promise<string> {
    const id = createGrantId()
    await reader.write(id, 0, scheduleNext(toContent(grant, profile), random))
    emit(id, { type: 'created', subject: grant.claims?.sub })
    return id
  }

  /** Gives a token that has to be looked up or refreshed first. */
  async function obtainToken(
    id: string,
    { minimumTtlMs = 0, rejected }: VaultTokenRequest,
  ): Promise<string> {
    const held = demandGrant(await load(id))
    if (isUsable(held.content, minimumTtlMs, rejected)) return use(id, held)
    const isSpare = isSparing(held.content, rejected)
    if (!canRefresh(held.content)) {
      if (isSpare) return held.content.accessToken
      throw signInRequired(held.content)
    }
    try {
      const renewed = demandGrant(await renew(id, held, isSpare))
      if (canRefresh(renewed.content) || isSparing(renewed.content, rejected)) {
        return use(id, renewed)
      }
      throw signInRequired(renewed.content)
    } catch (error) {
      if (error instanceof SignInRequiredError) throw error
      // What is still good serves, unless somebody has revoked it meanwhile.
      const present = demandGrant(await load(id))
      if (isSparing(present.content, rejected)) return present.content.accessToken
      throw error
    }
  }

  /** Whoever has a token that is still good does not wait for another process. */
  function renew(id: string, held: HeldGrant, isSpare: boolean): Promise<HeldGrant | undefined> {
    const { accessToken } = held.content
    if (!isSpare) return refresher.refresh(id, accessToken, { isUsed: true })
    return new Promise((resolve, reject) => {
      const onWait = (): void => resolve(held)
      refresher.refresh(id, accessToken, { isUsed: true, onWait }).then(resolve, reject)
    })
  }

  async function refreshNow(id: string): Promise<VaultGrant> {
    const { content } = demandActive(await reader.reload(id))
    const renewed = await refresher.refresh(id, content.accessToken, { isUsed: false })
    return toVaultGrant(id, demandActive(renewed).content)
  }

  /** What could not be written yet is newer than what the store says, unless that says it is over. */
  function load(id: string): Promise<HeldGrant | undefined> {
    const unsaved = results.findUnsaved(id)
    return unsaved ? loadUnsaved(id, unsaved) : reader.load(id)
  }

  async function loadUnsaved(id: string, unsaved: HeldGrant): Promise<HeldGrant | undefined> {
    const held = await reader.load(id).catch(() => unsaved)
    return held && !isRevoked(held) ? unsaved : undefined
  }

  function use(id: string, held: HeldGrant): string {
    const { content } = held
    if (!content.isUsed && !marked.has(held)) mark(id, held)
    return content.accessToken
  }

  /** Notes the first use of a token; should it fail, the grant is refreshed when it is needed. */
  function mark(id: string, held: HeldGrant): void {
    const { content, version } = held
    marked.add(held)
    if (content.state.status !== 'active' || !canRefresh(content) || content.trouble) return
    background.attend(reader.write(id, version, noteUse(content, random)))
  }

  /** Does what is due with a grant; the scheduler asks for it. */
  async function refreshDue(id: string): Promise<void> {
    const held = await reader.reload(id)
    if (!held || isRevoked(held)) return
    const { version, content } = held
    if (content.dueAt === undefined || content.dueAt > watch.now()) return
    if (canRefresh(content)) {
      await refresher.refresh(id, content.accessToken, { isUsed: false })
      return
    }
    const isRemoved = await store.compareAndSwap(id, version, undefined)
    if (isRemoved) emit(id, { type: 'discarded' })
  }

  async function revoke(id: string): Promise<void> {
    for (;;) {
      const held = await reader.reload(id).catch((error: unknown) => removeUnreadable(id, error))
      if (!held || isRevoked(held)) return
      const { version, content } = held
      const isWritten = await reader.write(id, version, revokeContent(content, watch.now()))
      if (!isWritten) continue
      emit(id, { type: 'revoked', subject: content.subject })
      settle(id)
      return
    }
  }

  /** A grant that cannot be opened can be ended here, though not at IMS. */
  async function removeUnreadable(id: string, error: unknown): Promise<undefined> {
    if (!(error instanceof VaultError) || error.retryable) throw error
    for (;;) {
      const record = await store.read(id)
      if (!record) return
      if (!(await store.compareAndSwap(id, record.version, undefined))) continue
      emit(id, { type: 'revoked', subject: undefined })
      return
    }
  }

  async function check(): Promise<VaultHealth> {
    demandOpen()
    const [read, current] = await Promise.allSettled([store.read('health-check'), keys.current()])
    const isReachable = read.status === 'fulfilled'
    const hasKey = current.status === 'fulfilled'
    return {
      isHealthy: isReachable && hasKey,
      store: isReachable ? 'reachable' : 'unreachable',
      key: hasKey ? 'present' : 'missing',
    }
  }

  function settle(id: string): void {
    // What fails here is done by the scheduler, later.
    background.attend(outbox.settle(id))
  }

  /** Has `close()` wait for it. */
  function attend<Result>(work: Promise<Result>): Promise<Result> {
    background.attend(work)
    return work
  }

  function isUsable(
    content: GrantContent,
    minimumTtlMs: number,
    rejected: string | undefined,
  ): boolean {
    const { accessToken, state } = content
    if (state.status === 'revoked') return false
    const now = watch.now()
    return accessToken === rejected
      ? isNew(content, now) && isAlive(content, now)
      : isGoodFor(content, now, minimumTtlMs)
  }

  /** Tells whether the token may serve when there is no better one. */
  function isSparing(content: GrantContent, rejected: string | undefined): boolean {
    return content.accessToken !== rejected && isAlive(content, watch.now())
  }

  function createGrantId(): string {
    const bytes = (ims.randomBytes ?? randomBytes)(24)
    return Buffer.from(bytes).toString('base64url')
  }

  function demandOpen(): void {
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

function checkPositive(options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (value > 0 && Number.isFinite(value)) continue
    const message = `${option} is ${value}, which is no number above zero: give one, or leave it out.`
    throw new ConfigurationError('invalid_option', option, message)
  }
}

function toContent(
  { tokenSet, claims, scopes, receivedAt, expiresAt }: ImsGrant,
  profile: GrantContent['profile'],
): GrantContent {
  return createContent({
    state: { status: 'active' },
    subject: claims?.sub,
    profile,
    scopes,
    createdAt: receivedAt,
    receivedAt,
    expiresAt,
    isUsed: true,
    dueAt: undefined,
    isRevocationPending: false,
    trouble: undefined,
    accessToken: tokenSet.accessToken,
    refreshToken: tokenSet.refreshToken,
    revoking: [],
  })
}

function isRevoked({ content }: HeldGrant): boolean {
  return content.state.status === 'revoked'
}

function canRefresh({ state, refreshToken }: GrantContent): boolean {
  return state.status !== 'sign-in-required' && refreshToken !== undefined
}

function demandGrant(held: HeldGrant | undefined): HeldGrant {
  if (!held || isRevoked(held)) throw new SignInRequiredError('no_session')
  return held
}

function demandActive(held: HeldGrant | undefined): HeldGrant {
  const grant = demandGrant(held)
  if (!canRefresh(grant.content)) throw signInRequired(grant.content)
  return grant
}

function signInRequired({ state }: GrantContent): SignInRequiredError {
  return new SignInRequiredError(state.status === 'sign-in-required' ? state.code : 'no_session')
}
