import { SignInRequiredError } from '@mudbrick/ims'
import type { GrantContent } from './grant-content.ts'
import type { HeldGrant } from './grant-reader.ts'

export function isRevoked({ content }: HeldGrant): boolean {
  return content.state.status === 'revoked'
}

export function canRefresh({ state, refreshToken }: GrantContent): boolean {
  return state.status !== 'sign-in-required' && refreshToken !== undefined
}

/** @throws {@link SignInRequiredError} `no_session` when there is none, or it was revoked. */
export function requireGrant(held: HeldGrant | undefined): HeldGrant {
  if (!held || isRevoked(held)) throw new SignInRequiredError('no_session')
  return held
}

/** @throws {@link SignInRequiredError} also when it cannot be refreshed. */
export function requireRefreshable(held: HeldGrant | undefined): HeldGrant {
  const grant = requireGrant(held)
  if (!canRefresh(grant.content)) throw createSignInRequired(grant.content)
  return grant
}

export function createSignInRequired({ state }: GrantContent): SignInRequiredError {
  return new SignInRequiredError(state.status === 'sign-in-required' ? state.code : 'no_session')
}
