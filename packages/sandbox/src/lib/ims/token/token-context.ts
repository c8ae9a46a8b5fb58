import type { Credential } from '../../state/credential.ts'
import type { Parameters } from '../../wire/parameters.ts'
import type { ImsContext } from '../ims-context.ts'

/** A token request whose client is known. */
export interface TokenContext extends ImsContext {
  readonly parameters: Parameters
  readonly credential: Credential
}
