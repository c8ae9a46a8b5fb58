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

/** A credential with which a program signs in by itself. */
export type ServiceCredential = SeedServiceCredential

/** The credentials the sandbox knows. */
export interface Credentials {
  all(): readonly Credential[]
  byClientId(clientId: string): Credential | undefined
  /** Adds one, in the place of one with the same client ID. */
  put(credential: Credential): void
  /** Whether there was one to remove. */
  remove(clientId: string): boolean
}

export function createCredentials(
  seed: Pick<Seed, 'credentials'>,
  changes: StateChanges,
): Credentials {
  const credentials = new Map(
    seed.credentials.map((credential) => [credential.clientId, credential]),
  )
  return {
    all: () => [...credentials.values()],
    byClientId: (clientId) => credentials.get(clientId),
    put: (credential) => {
      const { clientId } = credential
      credentials.set(clientId, credential)
      changes.tell(() => [{ type: 'credential', action: 'put', clientId }])
    },
    remove: (clientId) => {
      if (!credentials.delete(clientId)) return false
      changes.tell(() => [{ type: 'credential', action: 'removed', clientId }])
      return true
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
