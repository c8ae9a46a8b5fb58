import { AsyncLocalStorage } from 'node:async_hooks'
import { openSync, writeSync } from 'node:fs'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createKeyring, createVault, type GrantStore, type Vault } from '@mudbrick/vault'
import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { Pool } from 'pg'
import { commerceAdmin } from '../sandbox/commerce-admin.ts'
import type { VaultPlace } from '../vault/vault-process.ts'

// Does with its vault what the test in the other process asks. On its way through a refresh it can be
// told to stand still between two steps, so that it can be killed there.

interface Question {
  readonly id: number
  readonly method: keyof typeof methods
  readonly parameters: readonly unknown[]
}

interface StoreAnswer {
  readonly storeCall: number
  readonly value?: unknown
  readonly error?: string
}

/** How far a refresh may still go. */
interface Way {
  stepsLeft: number
}

const ways = new AsyncLocalStorage<Way>()
const storeCalls = new Map<number, (answer: StoreAnswer) => void>()
let lastStoreCall = 0
let clockOffset = 0
let vault: Vault | undefined

const methods = {
  async open(place: VaultPlace) {
    vault = await openVault(place)
  },
  async refresh(grantId: string, stepsLeft: number) {
    await ways.run({ stepsLeft }, () => theVault().refresh(grantId))
  },
  /** Lets so many callers ask at once; gives the different tokens that they got, and how long they took. */
  async getAccessTokens(grantId: string, callers: number) {
    const startedAt = performance.now()
    const durations: number[] = []
    const tokens = await Promise.all(
      Array.from({ length: callers }, async () => {
        const token = await theVault().getAccessToken(grantId)
        durations.push(performance.now() - startedAt)
        return token
      }),
    )
    return { tokens: [...new Set(tokens)], count: tokens.length, durations }
  },
  async setClock(offset: number) {
    clockOffset = offset
  },
}

process.on('message', (message: Question | StoreAnswer) => {
  if ('storeCall' in message) storeCalls.get(message.storeCall)?.(message)
  else void answer(message)
})

// A process whose test is gone has nothing more to do.
process.on('disconnect', () => process.exit())

async function answer({ id, method, parameters }: Question): Promise<void> {
  try {
    const value = await (methods[method] as (...all: readonly unknown[]) => unknown)(...parameters)
    process.send?.({ id, value })
  } catch (error) {
    const { name, code, message } = error as Error & { readonly code: string }
    process.send?.({ id, error: { name, code, message } })
  }
}

function theVault(): Vault {
  if (!vault) throw new Error('No vault is open.')
  return vault
}

function openVault({
  store,
  imsOrigin,
  keyBytes,
  leaseMs,
  acknowledgements,
}: VaultPlace): Promise<Vault> {
  const clock = {
    now: () => Date.now() + clockOffset,
    elapsed: () => performance.now() + clockOffset,
    setTimer: (callback: () => void, delayMs: number) => {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
  }
  const ims = createImsClient({
    ...commerceAdmin,
    environment: imsOrigin,
    clock,
    fetch: async (input, init) => {
      await step('before fetch')
      const response = await fetch(input, init)
      await step('after fetch')
      return response
    },
  })
  return createVault({
    ims,
    clock,
    leaseMs,
    store: withSteps(withAcknowledgements(openStore(store), acknowledgements)),
    keys: createKeyring([{ keyId: 'key-1', bytes: keyBytes }]),
  })
}

function openStore(place: VaultPlace['store']): GrantStore {
  if (place === 'parent') return createRemoteStore()
  if ('file' in place) return createSqliteGrantStore(place)
  return createPostgresGrantStore({ pool: new Pool({ ...place, max: 4 }) })
}

/** Stands still for good when the way that was agreed on has come to its end. */
async function step(name: string): Promise<void> {
  const way = ways.getStore()
  if (!way) return
  way.stepsLeft -= 1
  if (way.stepsLeft !== -1) return
  process.send?.({ reached: name })
  await new Promise(() => {})
}

/** Notes each write that the store has acknowledged, so that it is known after the process was killed. */
function withAcknowledgements(store: GrantStore, file: string | undefined): GrantStore {
  if (file === undefined) return store
  const log = openSync(file, 'a', 0o600)
  return {
    ...store,
    async compareAndSwap(id, version, record) {
      const isDone = await store.compareAndSwap(id, version, record)
      if (isDone && record) writeSync(log, `${id} ${record.version}\n`)
      return isDone
    },
  }
}

function withSteps(store: GrantStore): GrantStore {
  const around = async <Result>(name: string, call: () => Promise<Result>): Promise<Result> => {
    await step(`before ${name}`)
    const result = await call()
    await step(`after ${name}`)
    return result
  }
  return {
    ...store,
    read: (id) => around('read', () => store.read(id)),
    compareAndSwap: (...parameters) =>
      around('compareAndSwap', () => store.compareAndSwap(...parameters)),
    async lease(name, ttlMs) {
      const lease = await around('lease', () => store.lease(name, ttlMs))
      return lease && { ...lease, release: () => around('release', lease.release) }
    },
  }
}

interface RemoteLease {
  readonly number: number
  readonly fence: number
}

/** A store that the test keeps. */
function createRemoteStore(): GrantStore {
  const call =
    (method: string) =>
    (...parameters: readonly unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        const storeCall = (lastStoreCall += 1)
        storeCalls.set(storeCall, ({ value, error }) => {
          storeCalls.delete(storeCall)
          if (error === undefined) resolve(value as never)
          else reject(new Error(error))
        })
        process.send?.({ storeCall, method, parameters })
      })
  return {
    read: call('read'),
    compareAndSwap: call('compareAndSwap'),
    scan: call('scan'),
    countByKey: call('countByKey'),
    close: async () => {},
    async lease(name, ttlMs) {
      const lease = (await call('lease')(name, ttlMs)) as RemoteLease | undefined
      return (
        lease && {
          fence: lease.fence,
          renew: () => call('renew')(lease.number),
          release: () => call('release')(lease.number),
        }
      )
    },
  }
}
