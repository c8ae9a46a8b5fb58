import { isJsonObject, withHiddenProperties } from '@mudbrick/http/internal'
import { TransactionError } from './transaction-error.ts'

/** What must survive between an authorization request and its response. */
export interface AuthorizationTransaction {
  /** The state that the response has to bring back. */
  readonly state: string
  /** The nonce that the ID token has to contain, if one was asked for. */
  readonly nonce: string | undefined
  /** The redirect URI as requested. */
  readonly redirectUri: string
  /** The scope as requested. */
  readonly scope: string
  /** When the request was built. */
  readonly createdAt: number
  /** Proves to the token endpoint that the request was ours; it is not enumerable. */
  readonly codeVerifier: string
}

/** Turns a transaction into text, secrets included, for a place that only this app can read. */
export function serializeTransaction(transaction: AuthorizationTransaction): string {
  // The code verifier is not enumerable, so that spreading leaves it out.
  return JSON.stringify({ ...transaction, codeVerifier: transaction.codeVerifier })
}

/**
 * Reads what {@link serializeTransaction} wrote; `null`, as a storage gives for what it does not
 * have, is a missing transaction.
 *
 * @throws {@link TransactionError} `transaction_missing`
 */
export function parseTransaction(text: string | null): AuthorizationTransaction {
  const stored = storedTransaction(text)
  if (!stored) throw new TransactionError('transaction_missing')
  const { codeVerifier, ...shown } = stored
  return withHiddenProperties(shown, { codeVerifier })
}

function storedTransaction(text: string | null): AuthorizationTransaction | undefined {
  try {
    const json: unknown = JSON.parse(text ?? '')
    return isTransaction(json) ? json : undefined
  } catch {
    return undefined
  }
}

function isTransaction(json: unknown): json is AuthorizationTransaction {
  if (!isJsonObject(json)) return false
  const { state, nonce = '', redirectUri, scope, createdAt, codeVerifier } = json
  return (
    typeof createdAt === 'number' &&
    [state, nonce, redirectUri, scope, codeVerifier].every((text) => typeof text === 'string')
  )
}
