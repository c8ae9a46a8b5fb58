import { MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { withheld } from '@mudbrick/http/internal'

/** Names the ways in which an answer can fail to belong to the sign-in that was started. */
export type TransactionErrorCode =
  | 'transaction_missing'
  | 'transaction_expired'
  | 'malformed_response'
  | 'state_mismatch'
  | 'issuer_mismatch'
  | 'audience_mismatch'
  | 'malformed_id_token'
  | 'nonce_mismatch'
  | 'subject_mismatch'

const messages: Readonly<Record<TransactionErrorCode, string>> = explains
  ? {
      transaction_missing:
        'No sign-in is waiting for this authorization response: start sign-in again; if that never helps, the app starts at one address and is answered at another (localhost, 127.0.0.1 or another port).',
      transaction_expired: 'The sign-in took too long: start it again.',
      malformed_response:
        'The authorization response is incomplete or repeats a parameter: start sign-in again.',
      state_mismatch:
        'The authorization response belongs to another sign-in (its state differs): start sign-in again.',
      issuer_mismatch:
        'The answer names another issuer than the one that was asked: check the environment and start sign-in again.',
      audience_mismatch:
        'The ID token was issued to another client: check the client id and start sign-in again.',
      malformed_id_token:
        'The ID token cannot be read: start sign-in again, and report it if it stays.',
      nonce_mismatch:
        'The ID token belongs to another sign-in (its nonce differs): start sign-in again.',
      subject_mismatch:
        'The answer is about another user than the one who signed in: start sign-in again.',
    }
  : withheld

/**
 * Reports an answer that does not belong to the sign-in that was started: a stale tab, a bookmark,
 * or a forgery. It never carries the values that differ.
 */
export class TransactionError extends MudbrickError {
  override get name(): 'TransactionError' {
    return 'TransactionError'
  }

  /** Says what does not fit. */
  declare readonly code: TransactionErrorCode

  constructor(code: TransactionErrorCode) {
    super(code, messages[code], { needsInteraction: true })
  }
}
