import type { CodeChallenge } from '../../state/authorization-code.ts'
import type { UserCredential } from '../../state/credential.ts'
import type { User } from '../../state/user.ts'
import type { Parameters } from '../../wire/parameters.ts'
import { readQuery } from '../../wire/parameters.ts'
import type { ImsContext } from '../ims-context.ts'
import type { ResolvedRedirectUri } from '../redirect-uri-pattern.ts'

/** What the client wants to have in the answer. */
export type ResponseTypes = ReadonlySet<'code' | 'token' | 'id_token'>

/**
 * One authorization request on its way through the checks. Each check fills the fields that bear
 * its name; a later one may count on what an earlier one has filled.
 */
export interface AuthorizationContext extends ImsContext {
  readonly parameters: Parameters
  credential: UserCredential
  redirectUri: ResolvedRedirectUri
  responseTypes: ResponseTypes
  responseMode: 'query' | 'fragment'
  prompts: ReadonlySet<string>
  scopes: readonly string[]
  codeChallenge?: CodeChallenge
  user: User
  signedInAt: number
}

export function createAuthorizationContext(ims: ImsContext): AuthorizationContext {
  const context = { ...ims, parameters: readQuery(ims.url) }
  // The checks fill the rest.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return context as AuthorizationContext
}

/** The endpoint to which the forms of its pages lead back. */
export function authorizationPath({ version }: ImsContext): string {
  return `/ims/authorize/${version}`
}

/** One rule of the endpoint: an answer when the request breaks it, nothing when the next rule may look. */
export type AuthorizationCheck = (
  context: AuthorizationContext,
) => Response | undefined | Promise<Response | undefined>

/** Runs the rules in order and gives the first answer. */
export async function firstAnswer(
  checks: readonly AuthorizationCheck[],
  context: AuthorizationContext,
): Promise<Response | undefined> {
  for (const check of checks) {
    // One rule stands on what the one before it found, so they cannot run side by side.
    // oxlint-disable-next-line no-await-in-loop
    const response = await check(context)
    if (response !== undefined) return response
  }
  return undefined
}
