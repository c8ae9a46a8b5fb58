import type { ChildProcess } from 'node:child_process'
import type { GrantStore, Lease } from '@mudbrick/vault'

/** Where a vault keeps its grants, and whose they are. */
export interface VaultPlace {
  readonly store: { readonly file: string } | { readonly connectionString: string } | 'parent'
  readonly imsOrigin: string
  readonly keyBytes: Uint8Array
  readonly leaseMs: number
  /** A file to which each acknowledged write is appended before the process goes on. */
  readonly acknowledgements?: string
}

/** A process with a vault, which can be killed. */
export interface VaultProcess {
  readonly open: (place: VaultPlace) => Promise<void>
  /** Refreshes; stands still for good after so many steps, if it is told to. */
  readonly refresh: (grantId: string, steps?: number) => Promise<void>
  readonly getAccessTokens: (grantId: string, callers: number) => Promise<AccessTokens>
  readonly setClock: (offset: number) => Promise<void>
  /** Resolves with the name of the step when it stands still. */
  readonly reached: Promise<string>
  readonly kill: () => Promise<void>
}

/** What many callers got at once. */
export interface AccessTokens {
  /** The different ones. */
  readonly tokens: readonly string[]
  /** How many callers got one. */
  readonly count: number
  /** How long each caller waited, in milliseconds. */
  readonly durations: readonly number[]
}

/** Whatever starts a process of `programs/vault.ts`. */
export type StartVaultProgram = () => {
  readonly process: ChildProcess
  readonly exited: Promise<void>
}

export function startVaultProcess(start: StartVaultProgram, store?: GrantStore): VaultProcess {
  const { process, exited } = start()
  const questions = new Map<number, Question>()
  const answerStoreCall = store && createStoreServer(store, process)
  let lastId = 0
  let isKilled = false
  let noteReached: (step: string) => void
  const reached = new Promise<string>((resolve) => {
    noteReached = resolve
  })

  process.on('message', (message: Answer | { readonly reached: string } | StoreCall) => {
    if ('storeCall' in message) {
      // Messages that a killed process had sent do not arrive any more.
      if (!isKilled) void answerStoreCall?.(message)
      return
    }
    if ('reached' in message) return noteReached(message.reached)
    const question = questions.get(message.id)
    questions.delete(message.id)
    if (message.error) {
      question?.reject(Object.assign(new Error(message.error.message), message.error))
    } else question?.resolve(message.value)
  })
  process.once('exit', () => {
    for (const { reject } of questions.values()) reject(new ProcessEndedError())
  })
  // What is sent to a process that was killed meanwhile goes nowhere.
  process.on('error', () => {})

  return {
    open: (place) => ask('open', place) as Promise<void>,
    refresh: (grantId, steps = Infinity) => ask('refresh', grantId, steps) as Promise<void>,
    getAccessTokens: (grantId, callers) =>
      ask('getAccessTokens', grantId, callers) as Promise<AccessTokens>,
    setClock: (offset) => ask('setClock', offset) as Promise<void>,
    reached,
    async kill() {
      isKilled = true
      process.kill('SIGKILL')
      await exited
    },
  }

  function ask(method: string, ...parameters: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = (lastId += 1)
      questions.set(id, { resolve, reject })
      process.send({ id, method, parameters }, (error) => {
        if (error) reject(new ProcessEndedError())
      })
    })
  }
}

/** Says that a process was killed before it answered. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError'
}

interface Question {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly name: string; readonly code: string; readonly message: string }
}

interface StoreCall {
  readonly storeCall: number
  readonly method: string
  readonly parameters: readonly never[]
}

/** Serves a store of this process to another one. */
function createStoreServer(
  store: GrantStore,
  process: ChildProcess,
): (call: StoreCall) => Promise<void> {
  const leases: Lease[] = []
  const methods: Record<string, (...parameters: readonly never[]) => Promise<unknown>> = {
    ...store,
    async lease(...parameters) {
      const lease = await store.lease(...(parameters as unknown as [string, number]))
      return lease && { number: leases.push(lease) - 1, fence: lease.fence }
    },
    renew: async (number: number) => leases[number]?.renew(),
    release: async (number: number) => leases[number]?.release(),
  }

  return async ({ storeCall, method, parameters }) => {
    try {
      reply({ storeCall, value: await methods[method]?.(...parameters) })
    } catch (error) {
      reply({ storeCall, error: String(error) })
    }
  }

  function reply(message: object): void {
    if (process.connected) process.send(message, () => {})
  }
}
