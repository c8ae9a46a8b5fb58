import type { Credential } from '../state/credential.ts'
import { readQueryAndForm, type Parameters } from '../wire/parameters.ts'
import { allowOriginsOf } from './cors.ts'
import type { ImsContext } from './ims-context.ts'

/** What was sent to an endpoint that a page may call. */
export interface ClientForm {
  /** Missing where they could not be read. */
  readonly parameters: Parameters | undefined
  /** The client that the parameter `client_id` names, without any proof. */
  readonly credential: Credential | undefined
  /** Lets the pages of that client read the answer. */
  readonly respond: (response: Response) => Response
}

export async function readClientForm(context: ImsContext): Promise<ClientForm> {
  const parameters = await readQueryAndForm(context.request)
  const credential = context.services.state.credentials.get(parameters?.get('client_id'))
  const respond = (response: Response): Response => allowOriginsOf(context, credential, response)
  return { parameters, credential, respond }
}

/** Whether the parameters could be read, and none came more than once (RFC 6749 §3.2). */
export function areSound(
  { hint }: ImsContext,
  parameters: Parameters | undefined,
): parameters is Parameters {
  if (parameters === undefined) hint('parameters_unreadable')
  else if (parameters.repeated !== undefined) hint('parameter_repeated', parameters.repeated)
  return parameters !== undefined && parameters.repeated === undefined
}

/** A parameter that the endpoint cannot do without, of parameters that are sound. */
export function readRequired(
  { hint }: ImsContext,
  parameters: Parameters,
  name: string,
): string | undefined {
  const value = parameters.get(name)
  if (value === undefined) hint('parameter_missing', name)
  return value
}
