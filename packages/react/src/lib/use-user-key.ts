'use client'

import { useStableSnapshot } from './use-stable-snapshot.ts'
import { getServerSnapshot } from './server-snapshot.ts'
import { useProvidedSession } from './session-context.ts'

/**
 * Returns a key that is another for each user: put it into every key of a query cache, so that what
 * one user may read is never shown to the next. It stays while its user signs in again, and is
 * undefined while no user is signed in.
 *
 * @throws Error when no `SessionProvider` surrounds the component.
 * @see https://tanstack.com/query/latest/docs/framework/react/guides/query-keys
 *
 * @example
 * ```tsx
 * function useModels() {
 *   const userKey = useUserKey()
 *   return useQuery({
 *     queryKey: ['models', userKey],
 *     queryFn: ({ signal }) => listContentFragmentModels(aem, { signal }),
 *     enabled: userKey !== undefined,
 *   })
 * }
 * ```
 */
export function useUserKey(): string | undefined {
  const snapshot = useStableSnapshot(useProvidedSession(), getServerSnapshot)
  if (snapshot.status !== 'signed-in') return undefined
  return snapshot.userId ?? `received at ${snapshot.receivedAt}`
}
