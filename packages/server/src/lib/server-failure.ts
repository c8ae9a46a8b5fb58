import type { VaultFailure } from '@mudbrick/vault'
import type { AccessTokenError } from './tokens/access-token-error.ts'

/** What the calls of this package reject with, except the reason of an aborted signal. */
export type ServerFailure = VaultFailure | AccessTokenError
