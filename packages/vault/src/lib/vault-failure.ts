import type { ImsFailure } from '@mudbrick/ims'
import type { VaultError } from './vault-error.ts'

/** What the calls of a vault reject with, save the reason of an aborted signal. */
export type VaultFailure = ImsFailure | VaultError
