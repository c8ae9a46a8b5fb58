import { MudbrickError } from '@mudbrick/http'

const messages = {
  unknown_key:
    'is sealed with a key that the key provider does not have: add the old key again, and remove a key only after reencrypt()',
  wrong_key:
    'cannot be opened with the key of its name: check whether the key was replaced by another one under the same name',
  keys_unavailable:
    'cannot be opened or sealed, since the key provider fails: check it, then try again',
  corrupt_record: 'is damaged: restore it, or have the user sign in again',
  misplaced_record:
    'was sealed for another id or another version, so it was moved in the store: have the user sign in again',
  other_client:
    'was issued to another client id than the one of this vault: check which app the id comes from',
  store_unavailable:
    'is temporarily unavailable, since the store does not answer: check the store, then try again',
  store_full: 'cannot be written, since the store is full: free some space, then try again',
  store_read_only:
    'cannot be written, since the store is read-only: make it writable, or connect to the primary, then try again',
  store_locked:
    'is temporarily unavailable, since another process has locked the store for too long: find that process, then try again',
  store_missing:
    'is unavailable, since the store was removed or replaced, or does not exist: restore it, then restart the processes that use it',
  store_access_denied:
    'is unavailable, since the store refuses the user or the password: correct them, then try again',
  store_corrupt:
    'cannot be read, since the store is damaged: stop the processes that use it, then restore it from a backup',
  store_failed:
    'is unavailable, since the store refuses a statement of the vault: compare the versions of the vault and of the store, and report it',
  busy: 'is being refreshed by another process, which takes too long: try again',
  ims_unavailable:
    'cannot be refreshed now, since IMS was not available a moment ago: try again later',
  misconfigured:
    'cannot be refreshed, since IMS refuses the app itself: compare client id, secret, scopes and credential type with the Adobe Developer Console',
  closed: 'is unavailable, since the vault was closed: use the vault only before close()',
}

/** Where it is not about one record, but about what keeps them all. */
const generalMessages: Partial<Record<VaultErrorCode, string>> = {
  keys_unavailable:
    'The key provider fails, so nothing can be opened or sealed: check it, then try again',
  store_unavailable: 'The store does not answer: check it, then try again',
  store_full: 'The store is full: free some space, then try again',
  store_read_only:
    'The store is read-only: make it writable, or connect to the primary, then try again',
  store_locked:
    'Another process has locked the store for too long: find that process, then try again',
  store_missing:
    'The store was removed or replaced, or does not exist: restore it, then restart the processes that use it',
  store_access_denied: 'The store refuses the user or the password: correct them, then try again',
  store_corrupt:
    'The store is damaged: stop the processes that use it, then restore it from a backup',
  store_failed:
    'The store refuses a statement of the vault: compare the versions of the vault and of the store, and report it',
  closed: 'The vault, or its store, was closed: use it only before close()',
}

const retryableCodes = [
  'keys_unavailable',
  'store_unavailable',
  'store_full',
  'store_read_only',
  'store_locked',
  'store_missing',
  'store_access_denied',
  'store_failed',
  'busy',
  'ims_unavailable',
]

/** Names what can go wrong between a vault and what it keeps. */
export type VaultErrorCode = keyof typeof messages

/** Says which record the error is about. */
export interface VaultErrorOptions extends ErrorOptions {
  /** A sentence that says more than the one of the code, without its full stop: which file, which database. */
  readonly detail?: string | undefined
  /** The id of the grant record, if it is about one. */
  readonly grantId?: string | undefined
  /** The key that the record is sealed with, if it is about one. */
  readonly keyId?: string | undefined
}

/** Reports that a grant record cannot be read, written or refreshed. Nothing is lost. */
export class VaultError extends MudbrickError {
  override get name(): 'VaultError' {
    return 'VaultError'
  }

  /** What is wrong. */
  declare readonly code: VaultErrorCode
  /** Names the grant record, if it is about one. */
  declare readonly grantId: string | undefined
  /** Names the key, if it is about one. */
  declare readonly keyId: string | undefined

  constructor(code: VaultErrorCode, { grantId, keyId, detail, cause }: VaultErrorOptions = {}) {
    const key = keyId === undefined ? '' : ` (key ${keyId})`
    super(code, `${detail ?? describe(code, grantId)}${key}.`, {
      cause,
      retryable: retryableCodes.some((retryable) => retryable === code),
      grantId,
      keyId,
    })
  }
}

function describe(code: VaultErrorCode, grantId: string | undefined): string {
  if (grantId !== undefined) return `Grant record ${grantId} ${messages[code]}`
  return generalMessages[code] ?? `A grant record ${messages[code]}`
}
