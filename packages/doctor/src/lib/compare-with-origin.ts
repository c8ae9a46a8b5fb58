import type { Configuration } from './configuration.ts'
import { isLoopback } from './redirect-uri.ts'
import type { Observation } from './rule.ts'

/** What a rule makes of a redirect URI and the place where the page is served. */
export type Comparison = (redirect: URL, origin: URL, name: string) => readonly Observation[]

/** Compares the two where both are known and on this computer. */
export function compareWithOrigin(
  { redirectUri, origin }: Configuration,
  compare: Comparison,
): readonly Observation[] {
  const redirect = redirectUri && URL.parse(redirectUri.value)
  if (!redirect || !origin || !/^https?:$/.test(redirect.protocol)) return []
  // A page that is served here may well be configured for where it is deployed.
  return isLoopback(redirect) && isLoopback(origin)
    ? compare(redirect, origin, redirectUri.name)
    : []
}
