import { createImsClient } from '@mudbrick/ims/credentials'
import {
  finishAuthorization,
  type ImsClient,
  type ImsGrant,
  startAuthorization,
} from '@mudbrick/ims'
import type { Clock } from '@mudbrick/http'
import { type BehaviorRows, createSandbox, type Sandbox } from '@mudbrick/sandbox'
import {
  createKeyring,
  createMemoryGrantStore,
  createVault,
  type CreateVaultOptions,
  type GrantFilter,
  type GrantRecord,
  type GrantStore,
  type KeyProvider,
  type Vault,
  type VaultEvent,
} from '@mudbrick/vault'
import { createFormBrowser } from '../browsers/form-browser.ts'
import { createSteppedTime, type SteppedTime } from '../time/stepped-time.ts'
import { createWatchedSigningKeys } from './watched-signing-keys.ts'

/** Has what is loaded only once, and late, loaded, so that it is no test's time. */
export async function warmUp(): Promise<void> {
  const world = await createVaultWorld()
  const { vault } = await world.createProcess()
  const id = await vault.add(await world.signIn())
  await vault.refresh(id)
  await vault.revoke(id)
  await vault.close()
}

/** A sandbox, a store and a clock that several vaults share, as processes would. */
export interface VaultWorld {
  readonly sandbox: Sandbox
  readonly time: SteppedTime
  readonly store: GrantStore
  readonly keys: KeyProvider
  /** The app's credential; each process has its own, whose requests can be led elsewhere. */
  createIms(options?: ProcessOptions): ImsClient
  /** One process. */
  createProcess(options?: ProcessOptions & Partial<CreateVaultOptions>): Promise<VaultProcess>
  signIn(email?: string, options?: ProcessOptions): Promise<ImsGrant>
  /** How often IMS was asked for tokens with a refresh token, as far as requests arrived. */
  refreshes(): number
  /** The record as it is. */
  readRecord(id: string): Promise<GrantRecord>
  /** Puts a record in the place of the one that is there, as an operator or an attacker would. */
  putRecord(id: string, record: GrantRecord): Promise<void>
}

export interface ProcessOptions {
  /** The app that the process belongs to; the second one is there from the start. */
  readonly clientId?: 'commerce-admin' | 'second-app'
  readonly clientSecret?: string
  readonly clock?: Clock
  /** Stands between the process and IMS. */
  readonly fetch?: (
    request: Request,
    send: (request: Request) => Promise<Response>,
  ) => Promise<Response>
}

export interface VaultProcess {
  readonly vault: Vault
  readonly events: readonly VaultEvent[]
  /** Stops it, as SIGSTOP does: what it has sent goes on without it. For good, it is SIGKILL. */
  freeze(): void
  /** Lets it go on; it learns first that time has gone by, and then what has happened. */
  thaw(): void
}

export interface VaultWorldOptions {
  readonly behavior?: BehaviorRows
}

export const keyBytes: Uint8Array = new Uint8Array(32).fill(7)

export async function createVaultWorld({
  behavior = {},
}: VaultWorldOptions = {}): Promise<VaultWorld> {
  const time = createSteppedTime()
  const startedAt = time.now()
  // Setting the clock of a process does not set that of IMS.
  const sandbox = await createSandbox({
    clock: { now: () => startedAt + time.elapsed() },
    behavior,
    signingKeys: await createWatchedSigningKeys(),
  })
  addSecondApp(sandbox)
  const records = new Map<string, GrantRecord>()
  const store = createOpenStore(records, time)
  const keys = createKeyring([{ keyId: 'key-1', bytes: keyBytes }])

  const world: VaultWorld = {
    sandbox,
    time,
    store,
    keys,
    createIms({
      clientId = 'commerce-admin',
      clientSecret = 'commerce-admin-secret',
      fetch = sendOn,
      clock = time,
    } = {}) {
      return createImsClient({
        credential: 'web-app',
        clientId,
        clientSecret,
        redirectUri: 'https://localhost:3002/auth/callback',
        scopes: 'AdobeID,openid,email,profile,offline_access',
        environment: sandbox.origins.ims,
        fetch: (input, init) =>
          fetch(new Request(input, init), (request) => sandbox.fetch(request)),
        clock,
      })
    },
    async createProcess({ clientId, clientSecret, fetch, ...options } = {}) {
      const life = createLife(time)
      const ims = world.createIms({
        ...(clientId !== undefined && { clientId }),
        ...(clientSecret !== undefined && { clientSecret }),
        fetch: (request, send) => life.live(() => (fetch ? fetch(request, send) : send(request))),
        clock: life.clock,
      })
      const vault = await createVault({
        ims,
        keys,
        clock: life.clock,
        random: () => 0.5,
        ...options,
        store: life.liveWith(options.store ?? store),
      })
      const events: VaultEvent[] = []
      vault.subscribe((event) => events.push(event))
      return { vault, events, freeze: life.freeze, thaw: life.thaw }
    },
    async signIn(email = 'cora@wknd.test', options = {}) {
      const ims = world.createIms(options)
      const { url, transaction } = await startAuthorization(ims)
      const browser = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
      let page = await browser.submit(await browser.open(url), { email, password: 'mudbrick' })
      if (page.text.includes('name="decision"')) {
        page = await browser.submit(page, { decision: 'allow' })
      }
      return finishAuthorization(ims, page.url.searchParams, transaction)
    },
    refreshes: () =>
      sandbox.journal
        .exchanges({ path: '/ims/token/v3' })
        .filter(({ parameters }) => parameters?.['grant_type'] === 'refresh_token').length,
    async readRecord(id) {
      const record = await store.read(id)
      if (!record) throw new Error(`There is no record ${id}.`)
      return record
    },
    async putRecord(id, record) {
      records.set(id, record)
    },
  }
  return world
}

/** Another app of the same kind, with the same secret. */
function addSecondApp({ credentials }: Sandbox): void {
  const first = credentials.list().find(({ clientId }) => clientId === 'commerce-admin')
  if (first) credentials.put({ ...first, clientId: 'second-app', name: 'Second App' })
}

/** A store in memory whose records lie open. */
function createOpenStore(records: Map<string, GrantRecord>, clock: SteppedTime): GrantStore {
  // Leases are those of the real one.
  const { lease } = createMemoryGrantStore({ clock: { now: () => clock.elapsed() } })
  const find = (matches: (record: GrantRecord) => boolean): string[] =>
    [...records].filter(([, record]) => matches(record)).map(([id]) => id)
  return {
    lease,
    read: async (id) => records.get(id),
    async compareAndSwap(id, version, record) {
      if ((records.get(id)?.version ?? 0) !== version) return false
      if (record) records.set(id, record)
      else records.delete(id)
      return true
    },
    scan: async (filter) => ({
      ids: find((record) => record.clientId === filter.clientId && isFound(record, filter)),
      next: undefined,
    }),
    async countByKey(clientId) {
      const own = [...records.values()].filter((record) => record.clientId === clientId)
      const keyIds = [...new Set(own.map(({ keyId }) => keyId))]
      return keyIds.map((keyId) => ({
        keyId,
        records: own.filter((record) => record.keyId === keyId).length,
      }))
    },
    close: async () => {},
  }
}

function isFound(record: GrantRecord, filter: GrantFilter): boolean {
  if ('dueBefore' in filter) return (record.dueAt ?? Infinity) <= filter.dueBefore
  if ('keyId' in filter) return record.keyId === filter.keyId
  if ('subjectHash' in filter) return record.subjectHash === filter.subjectHash
  return record.isRevocationPending
}

const sendOn: NonNullable<ProcessOptions['fetch']> = (request, send) => send(request)

interface Life {
  readonly clock: SteppedTime
  /** Does something outside of the process. */
  live<Result>(work: () => Promise<Result>): Promise<Result>
  liveWith(store: GrantStore): GrantStore
  freeze(): void
  thaw(): void
}

function createLife(time: SteppedTime): Life {
  let isFrozen = false
  let missed: (() => void)[] = []
  let waiting: (() => void)[] = []
  const whenAwake = async (): Promise<void> => {
    if (!isFrozen) return
    await new Promise<void>((resolve) => waiting.push(resolve))
    await whenAwake()
  }
  const live: Life['live'] = async (work) => {
    await whenAwake()
    try {
      return await work()
    } finally {
      await whenAwake()
    }
  }
  return {
    live,
    clock: {
      ...time,
      setTimer: (callback, delayMs) => {
        let isCancelled = false
        const ring = (): void => {
          if (isFrozen) missed.push(ring)
          else if (!isCancelled) callback()
        }
        const stop = time.setTimer(ring, delayMs)
        return () => {
          isCancelled = true
          stop()
        }
      },
    },
    liveWith: (store) => ({
      ...store,
      read: (id) => live(() => store.read(id)),
      compareAndSwap: (id, version, record) =>
        live(() => store.compareAndSwap(id, version, record)),
      lease: (name, ttlMs) =>
        live(async () => {
          const lease = await store.lease(name, ttlMs)
          return (
            lease && {
              fence: lease.fence,
              renew: () => live(lease.renew),
              release: () => live(lease.release),
            }
          )
        }),
      scan: (filter, options) => live(() => store.scan(filter, options)),
    }),
    freeze() {
      isFrozen = true
    },
    thaw() {
      isFrozen = false
      const [rings, goOn] = [missed, waiting]
      missed = []
      waiting = []
      for (const ring of rings) ring()
      for (const resolve of goOn) resolve()
    },
  }
}

/** Something that a test holds up, and lets go on. */
export interface Gate {
  /** Waits at the gate. */
  pass(): Promise<void>
  open(): void
  /** How many have come to it. */
  arrivals(): number
}

export function createGate(): Gate {
  let open = (): void => {}
  let arrivals = 0
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    async pass() {
      arrivals += 1
      await opened
    },
    open: () => open(),
    arrivals: () => arrivals,
  }
}

/** A store before which something happens, such as a failure or a delay. */
export function interposeStore(
  store: GrantStore,
  meet: (call: { readonly method: string; readonly record?: GrantRecord | undefined }) => unknown,
): GrantStore {
  return {
    ...store,
    async read(id) {
      await meet({ method: 'read' })
      return store.read(id)
    },
    async compareAndSwap(id, version, record) {
      await meet({ method: 'compareAndSwap', record })
      return store.compareAndSwap(id, version, record)
    },
    async lease(name, ttlMs) {
      await meet({ method: 'lease' })
      return store.lease(name, ttlMs)
    },
  }
}
