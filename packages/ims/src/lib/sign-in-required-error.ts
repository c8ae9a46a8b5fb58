import { MudbrickError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { withheld } from '@mudbrick/http/internal'

/** Names the reasons for which only a new sign-in helps. */
export type SignInRequiredErrorCode =
  | 'no_session'
  | 'refresh_rejected'
  | 'insufficient_scope'
  | 'exchange_failed'
  | 'in_doubt'

const reasons: Readonly<Record<SignInRequiredErrorCode, string>> = explains
  ? {
      no_session: 'No user is signed in, or the session has ended',
      refresh_rejected: 'IMS no longer accepts the session',
      insufficient_scope: 'The session lacks the scope that is needed',
      exchange_failed: 'Adobe IMS gave no token for the code of the sign-in, which works once',
      in_doubt: 'A renewal of the session was interrupted, and IMS no longer accepts it',
    }
  : withheld

/** Adds to what is said about a sign-in that is required. */
export interface SignInRequiredErrorOptions extends ErrorOptions {
  /** The scope to ask for. */
  readonly scope?: string | undefined
}

/** Reports that only a new sign-in helps. */
export class SignInRequiredError extends MudbrickError {
  override get name(): 'SignInRequiredError' {
    return 'SignInRequiredError'
  }

  /** Says why. */
  declare readonly code: SignInRequiredErrorCode
  /** Holds the scope to ask for, with `insufficient_scope`. */
  declare readonly scope: string | undefined

  constructor(code: SignInRequiredErrorCode, { scope, cause }: SignInRequiredErrorOptions = {}) {
    super(
      code,
      explains && `${reasons[code]}${scope ? ` (${scope})` : ''}: sign the user in again.`,
      { cause, needsInteraction: true, scope },
    )
  }
}
