import type { SeedCredential, SeedServiceCredential, SeedUserCredential } from '../seed/seed.ts'
import type { NamedItems } from './named-items.ts'

/** An OAuth credential of a Developer Console project. */
export type Credential = SeedCredential

/** A credential with which users sign in. */
export type UserCredential = SeedUserCredential

/** A credential with which a program signs in, without a user. */
export type ServiceCredential = SeedServiceCredential

/** The credentials the sandbox knows, by client id. */
export type Credentials = NamedItems<Credential>

export function isUserCredential(credential: Credential): credential is UserCredential {
  return credential.type !== 'server-to-server'
}

/** A client that can keep no secret (RFC 6749 §2.1). */
export function isPublicClient(credential: Credential): credential is UserCredential {
  return credential.type === 'single-page-app' || credential.type === 'native-app'
}
