import type { Clock } from '../effects.ts'
import type {
  Seed,
  SeedCredential,
  SeedServiceCredential,
  SeedUserCredential,
} from '../seed/seed.ts'
import type { StateChanges } from './state-change.ts'

/** An OAuth credential of a Developer Console project. */
export type Credential = SeedCredential

/** A credential with which users sign in. */
export type UserCredential = SeedUserCredential

/** A credential with which a program signs in, without a user. */
export type ServiceCredential = SeedServiceCredential

/** The credentials the sandbox knows. */
export interface Credentials {
  all(): readonly Credential[]
  byClientId(clientId: string): Credential | undefined
  /** Adds one, in the place of one with the same client ID. */
  put(credential: Credential): void
  /** Whether there was one to remove. */
  remove(clientId: string): boolean
  /** When the secrets of a credential were added and used, in their order. */
  secretUses(clientId: string): readonly SecretUse[]
  /** Notes that a client has proved itself with one of its secrets. */
  noteSecretUse(clientId: string, secret: string): void
}

/** The life of a client secret. It is forgotten when the sandbox ends, and is in no snapshot. */
export interface SecretUse {
  readonly createdAt: number
  /** None until it is used. */
  readonly lastUsedAt?: number
}

export function createCredentials(
  seed: Pick<Seed, 'credentials'>,
  changes: StateChanges,
  clock: Clock,
): Credentials {
  const credentials = new Map(
    seed.credentials.map((credential) => [credential.clientId, credential]),
  )
  const uses = new Map<string, SecretUse>()
  const noteSecrets = ({ clientId, secrets = [] }: Credential): void => {
    for (const secret of secrets) {
      const key = `${clientId} ${secret}`
      if (!uses.has(key)) uses.set(key, { createdAt: clock.now() })
    }
  }
  for (const credential of credentials.values()) noteSecrets(credential)
  return {
    all: () => [...credentials.values()],
    byClientId: (clientId) => credentials.get(clientId),
    put: (credential) => {
      const { clientId } = credential
      credentials.set(clientId, credential)
      noteSecrets(credential)
      changes.tell(() => [{ type: 'credential', action: 'put', clientId }])
    },
    remove: (clientId) => {
      if (!credentials.delete(clientId)) return false
      changes.tell(() => [{ type: 'credential', action: 'removed', clientId }])
      return true
    },
    secretUses: (clientId) =>
      (credentials.get(clientId)?.secrets ?? []).map(
        (secret) => uses.get(`${clientId} ${secret}`) ?? { createdAt: clock.now() },
      ),
    noteSecretUse: (clientId, secret) => {
      const key = `${clientId} ${secret}`
      uses.set(key, { createdAt: clock.now(), ...uses.get(key), lastUsedAt: clock.now() })
    },
  }
}

export function isUserCredential(credential: Credential): credential is UserCredential {
  return credential.type !== 'server-to-server'
}

/** A client that can keep no secret (RFC 6749 §2.1). */
export function isPublicClient(credential: Credential): credential is UserCredential {
  return credential.type === 'single-page-app' || credential.type === 'native-app'
}
