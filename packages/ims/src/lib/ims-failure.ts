import type { OauthFailure } from '@mudbrick/oauth'
import type { SignInRequiredError } from './sign-in-required-error.ts'

/** Everything that a call of this package throws on purpose; tell them apart by `code`. */
export type ImsFailure = OauthFailure | SignInRequiredError
