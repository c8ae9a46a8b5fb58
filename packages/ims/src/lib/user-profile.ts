import { requestUserinfo } from '@mudbrick/oauth'
import type { ImsClient, ImsCredential } from './ims-client.ts'
import { parseEmailVerified } from './ims-quirks.ts'
import { type ImsRequestOptions, requestOptionsOf } from './ims-request-options.ts'

/** What IMS says about a user; which of it depends on the scopes. */
export interface UserProfile {
  /** Names the user for good, such as `…@AdobeID`. */
  readonly userId: string
  /** The name to show. */
  readonly name: string | undefined
  /** The first name. */
  readonly givenName: string | undefined
  /** The last name. */
  readonly familyName: string | undefined
  /** The e-mail address. */
  readonly email: string | undefined
  /** Whether the user has shown that the address is theirs. */
  readonly isEmailVerified: boolean | undefined
  /** `ind` for an individual, `ent` for a member of an enterprise. */
  readonly accountType: string | undefined
  /** The country, in two letters. */
  readonly country: string | undefined
}

/** Says how to ask for a profile. */
export interface RequestUserProfileOptions extends ImsRequestOptions {
  /** The `sub` of the ID token, if there was one: the profile has to be of the same user. */
  readonly subject?: string | undefined
}

/**
 * Asks IMS who the user is.
 *
 * @throws {@link HttpError} when IMS refuses, with status 401 for a token that is no good.
 * @throws {@link TransactionError} `subject_mismatch`
 * @throws {@link UnexpectedResponseError} when the answer breaks its contract.
 * @throws {@link NetworkError} when there was no response.
 * @throws {@link TimeoutError} when the response was not complete in time.
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/ims
 */
export async function requestUserProfile(
  ims: ImsClient<ImsCredential>,
  accessToken: string,
  options: RequestUserProfileOptions = {},
): Promise<UserProfile> {
  const { required, optional, within } = await requestUserinfo({
    ...requestOptionsOf(ims, options),
    userinfoEndpoint: ims.environment.userinfoEndpoint,
    accessToken,
    subject: options.subject,
  })
  const address = optional('address', 'object')
  return Object.freeze({
    userId: required('sub', 'string'),
    name: optional('name', 'string'),
    givenName: optional('given_name', 'string'),
    familyName: optional('family_name', 'string'),
    email: optional('email', 'string'),
    isEmailVerified: parseEmailVerified(optional('email_verified', 'any')),
    accountType: optional('account_type', 'string'),
    country: address && within(address, 'address').optional('country', 'string'),
  })
}
