import type { AuthorizationContext } from '../authorization/authorization-context.ts'

/** A form of ours may end at the client: browsers hold `form-action` against redirects too. */
export function formTargets({ redirectUri }: AuthorizationContext): readonly string[] {
  const { origin, protocol } = new URL(redirectUri.uri)
  return [origin === 'null' ? protocol : origin]
}
