import { MudbrickError } from '@mudbrick/http'

const messages = {
  unknown_key:
    'is sealed with a key that the key provider does not have: give it back its old keys, and remove one only after reencrypt()',
  wrong_key:
    'cannot be opened with the key of its name: check that the key was not replaced by another under the same name',
  keys_unavailable:
    'cannot be opened or sealed, since the key provider fails: check it, then try again',
  corrupt_record: 'is damaged: restore it, or have the user sign in again',
  misplaced_record:
    'was sealed for another place or another version: somebody moved or restored it in the store; have the user sign in again',
  rolled_back:
    'is older than what was seen before: the store was set back; have the user sign in again',
  store_unavailable:
    'cannot be reached, since the store does not answer: check the store, then try again',
  store_full: 'cannot be written, since the store is full: make room, then try again',
  busy: 'is being refreshed by another process, which takes too long: try again',
  ims_unavailable:
    'cannot be refreshed just now, since IMS did not do it when it was last asked: try again later',
  misconfigured:
    "cannot be refreshed, since IMS refuses the app itself: compare client id, secret, scopes and credential type with Adobe Developer Console's",
  closed: 'is out of reach, since the vault was closed: ask before close()',
}

/** Where it is not about one record, but about what keeps them all. */
const generalMessages: Partial<Record<VaultErrorCode, string>> = {
  keys_unavailable:
    'The key provider fails, so that nothing can be opened or sealed: check it, then try again',
  store_unavailable: 'The store does not answer: check it, then try again',
  store_full: 'The store is full: make room, then try again',
  closed: 'The vault, or its store, was closed: ask before close()',
}

const retryableCodes = [
  'keys_unavailable',
  'store_unavailable',
  'store_full',
  'busy',
  'ims_unavailable',
]

/** Names what can go wrong between a vault and what it keeps. */
export type VaultErrorCode = keyof typeof messages

/** Says which record it is about. */
export interface VaultErrorOptions extends ErrorOptions {
  /** The id of the grant record, if it is about one. */
  readonly grantId?: string | undefined
  /** The key that the record is sealed with, if it is about one. */
  readonly keyId?: string | undefined
}

/** Reports that a grant record cannot be read, written or refreshed. Nothing is lost by it. */
export class VaultError extends MudbrickError {
  override get name(): 'VaultError' {
    return 'VaultError'
  }

  /** Says what is wrong. */
  readonly code: VaultErrorCode
  override readonly retryable: boolean
  /** Names the grant record, if it is about one. */
  readonly grantId: string | undefined
  /** Names the key, if it is about one. */
  readonly keyId: string | undefined

  constructor(code: VaultErrorCode, { grantId, keyId, ...options }: VaultErrorOptions = {}) {
    const key = keyId === undefined ? '' : ` (key ${keyId})`
    super(`${describe(code, grantId)}${key}.`, options)
    this.code = code
    this.retryable = retryableCodes.some((retryable) => retryable === code)
    this.grantId = grantId
    this.keyId = keyId
  }
}

function describe(code: VaultErrorCode, grantId: string | undefined): string {
  if (grantId !== undefined) return `Grant record ${grantId} ${messages[code]}`
  return generalMessages[code] ?? `A grant record ${messages[code]}`
}
