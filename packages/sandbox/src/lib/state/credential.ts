import type { Seed, SeedCredential } from '../seed.ts'

/** An OAuth credential of a Developer Console project. */
export type Credential = SeedCredential

/** The credentials the sandbox knows. */
export interface Credentials {
  all(): readonly Credential[]
  byClientId(clientId: string): Credential | undefined
}

export function createCredentials(seed: Seed): Credentials {
  const credentials = new Map(
    seed.credentials.map((credential) => [credential.clientId, credential]),
  )
  return {
    all: () => [...credentials.values()],
    byClientId: (clientId) => credentials.get(clientId),
  }
}
