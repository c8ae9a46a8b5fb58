import type { Credential } from '../state/credential.ts'
import type { ImsContext } from './ims-context.ts'

/** How long access tokens of this credential are valid. */
export function accessTokenLifetimeMs({ services }: ImsContext, credential: Credential): number {
  return credential.accessTokenLifetimeMs ?? services.behavior.accessTokenLifetimeMs
}

/**
 * `expires_in` as this version of IMS gives it: milliseconds in the first, seconds in the others, and always a
 * little less than the whole span, as in Adobe's samples (`86399985`, `86399`).
 */
export function expiresIn(context: ImsContext, credential: Credential): number {
  const lifetimeMs = accessTokenLifetimeMs(context, credential)
  return context.version === 'v1' ? lifetimeMs - 15 : Math.floor((lifetimeMs - 1) / 1000)
}
