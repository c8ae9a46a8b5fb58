import { createPostgresGrantStore } from '@mudbrick/vault/postgres'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { Pool } from 'pg'
import type { StorePlace } from '../vault/store-process.ts'

// Does with its stores what the test in the other process asks, and answers what they did.

interface Call {
  readonly id: number
  readonly target: number | undefined
  readonly method: string
  readonly parameters: readonly unknown[]
}

type Target = Readonly<Record<string, (...parameters: readonly unknown[]) => unknown>>

const targets: Target[] = []

process.on('message', (call: Call) => {
  void answer(call)
})

// A process whose test is gone has nothing more to do.
process.on('disconnect', () => process.exit())

async function answer({ id, target, method, parameters }: Call): Promise<void> {
  try {
    const value: unknown =
      target === undefined
        ? open(parameters[0] as StorePlace)
        : await targets[target]?.[method]?.(...parameters)
    process.send?.({ id, value: isLease(value) ? keep(value) : value })
  } catch (error) {
    const { name, code } = error as { readonly name: string; readonly code: string }
    process.send?.({ id, error: { name, code, message: String(error) } })
  }
}

function open(place: StorePlace): unknown {
  const store =
    'file' in place
      ? createSqliteGrantStore(place)
      : createPostgresGrantStore({ pool: new Pool({ ...place, max: 4 }) })
  return keep(store)
}

function isLease(value: unknown): value is { readonly fence: number } {
  return typeof value === 'object' && value !== null && 'renew' in value
}

/** Functions do not travel: what has some stays here, under a number. */
function keep(target: object): unknown {
  const number = targets.push(target as Target) - 1
  return { target: number, fence: 'fence' in target ? target.fence : undefined }
}
