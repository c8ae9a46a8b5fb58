import type { Clock } from '@mudbrick/http'
import { systemClock, withHiddenProperties } from '@mudbrick/http/internal'
import { AuthorizationResponseError } from './authorization-response-error.ts'
import type { AuthorizationTransaction } from './authorization-transaction.ts'
import { TransactionError } from './transaction-error.ts'

declare const validated: unique symbol

/** An authorization code that came out of a validated response; nothing else passes for one. */
export interface AuthorizationCode {
  readonly [validated]: true
  /** The transaction that it was validated against. */
  readonly transaction: AuthorizationTransaction
  /** The code; it is not enumerable. */
  readonly code: string
}

/** Says how to judge an authorization response. */
export interface ValidateAuthorizationResponseOptions {
  /** The names by which the server may call itself in `iss`. */
  readonly issuers?: readonly string[] | undefined
  /** Whether the server has promised to name itself (RFC 9207). */
  readonly isIssuerRequired?: boolean | undefined
  /** How long the user may take; one hour by default. */
  readonly maxAgeMs?: number | undefined
  /** Measures that time; the machine's clock by default. */
  readonly clock?: Clock | undefined
}

const protocolParameters = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri']

/**
 * Checks that an authorization response belongs to the request that was made, and takes the code
 * out of it.
 *
 * @throws {@link TransactionError} when it belongs to another request, or to none.
 * @throws {@link AuthorizationResponseError} when the user or the server declined.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4
 */
export function validateAuthorizationResponse(
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction | undefined,
  options: ValidateAuthorizationResponseOptions = {},
): AuthorizationCode {
  const { issuers = [], isIssuerRequired = false, maxAgeMs = 3_600_000 } = options
  const { clock = systemClock } = options

  if (protocolParameters.some((name) => parameters.getAll(name).length > 1)) {
    throw new TransactionError('malformed_response')
  }
  if (!transaction) throw new TransactionError('transaction_missing')

  // Before anything else is believed: a mixed-up server could send an error as well as a code.
  const issuer = parameters.get('iss')
  if (issuer === null ? isIssuerRequired : !issuers.includes(issuer)) {
    throw new TransactionError('issuer_mismatch')
  }
  if (parameters.get('state') !== transaction.state) throw new TransactionError('state_mismatch')
  if (clock.now() - transaction.createdAt > maxAgeMs) {
    throw new TransactionError('transaction_expired')
  }
  if (parameters.has('error')) throw new AuthorizationResponseError(parameters)

  const code = parameters.get('code')
  if (!code) throw new TransactionError('malformed_response')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand exists in types only
  return withHiddenProperties({ transaction }, { code }) as AuthorizationCode
}
