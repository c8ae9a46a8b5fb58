import type { GrantStore, Lease } from '@mudbrick/vault'
import { bundleProgram, type Bundle, type StartProgramOptions } from '../processes/program.ts'

/** Where a store is. */
export type StorePlace = { readonly file: string } | { readonly connectionString: string }

/** A process that has stores open, and can be stopped and killed. */
export interface StoreProcess {
  readonly open: (place: StorePlace) => Promise<GrantStore>
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void
  readonly exited: Promise<void>
}

export function bundleStoreProgram(): Promise<Bundle> {
  return bundleProgram(new URL('../programs/store.ts', import.meta.url))
}

export function startStoreProcess(bundle: Bundle, options?: StartProgramOptions): StoreProcess {
  const { process, exited } = bundle.start(options)
  const questions = new Map<number, Question>()
  let lastId = 0

  process.on('message', ({ id, value, error }: Answer) => {
    const question = questions.get(id)
    questions.delete(id)
    if (error) question?.reject(Object.assign(new Error(error.message), error))
    else question?.resolve(value)
  })
  process.once('exit', () => {
    for (const { reject } of questions.values()) reject(new Error('The process has ended.'))
  })

  return {
    exited,
    signal: (signal) => process.kill(signal),
    async open(place) {
      const { target } = (await ask(undefined, 'open', place)) as Kept
      const call =
        (method: string) =>
        (...parameters: readonly unknown[]): Promise<never> =>
          ask(target, method, ...parameters) as Promise<never>
      return {
        read: call('read'),
        compareAndSwap: call('compareAndSwap'),
        scan: call('scan'),
        countByKey: call('countByKey'),
        close: call('close'),
        async lease(name, ttlMs) {
          const lease = await ask(target, 'lease', name, ttlMs)
          return lease ? createLease(lease as Kept) : undefined
        },
      }
    },
  }

  function createLease({ target, fence }: Kept): Lease {
    return {
      fence,
      renew: () => ask(target, 'renew') as Promise<boolean>,
      release: () => ask(target, 'release') as Promise<void>,
    }
  }

  function ask(
    target: number | undefined,
    method: string,
    ...parameters: readonly unknown[]
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = (lastId += 1)
      questions.set(id, { resolve, reject })
      process.send({ id, target, method, parameters }, (error) => {
        if (error) reject(error)
      })
    })
  }
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

/** What the other process keeps, since functions do not travel. */
interface Kept {
  readonly target: number
  readonly fence: number
}
