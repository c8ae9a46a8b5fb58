import type { Parameters } from '../wire/parameters.ts'
import type { ImsContext } from './ims-context.ts'

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
