import type { Clock } from '../effects.ts'
import type { Credential } from './credential.ts'

/** The life of a client secret. It is forgotten when the sandbox ends, and is in no snapshot. */
export interface SecretUse {
  readonly createdAt: number
  /** None until it is used. */
  readonly lastUsedAt?: number
}

/** When client secrets were added and used. */
export interface SecretUses {
  /** Those of a credential, in their order. */
  of(credential: Credential): readonly SecretUse[]
  /** Notes the secrets of a credential that was saved; those that are known stay as old as they are. */
  noteSaved(credential: Credential): void
  /** Notes that a client has proved itself with one of its secrets. */
  noteUse(clientId: string, secret: string): void
}

/** The secrets of the seed are as old as the sandbox. */
export function createSecretUses(clock: Clock): SecretUses {
  const startedAt = clock.now()
  const uses = new Map<string, SecretUse>()
  const find = (key: string): SecretUse => uses.get(key) ?? { createdAt: startedAt }
  return {
    of: ({ clientId, secrets = [] }) => secrets.map((secret) => find(keyOf(clientId, secret))),
    noteSaved: ({ clientId, secrets = [] }) => {
      for (const key of secrets.map((secret) => keyOf(clientId, secret))) {
        if (!uses.has(key)) uses.set(key, { createdAt: clock.now() })
      }
    },
    noteUse: (clientId, secret) => {
      const key = keyOf(clientId, secret)
      uses.set(key, { ...find(key), lastUsedAt: clock.now() })
    },
  }
}

function keyOf(clientId: string, secret: string): string {
  return `${clientId} ${secret}`
}
