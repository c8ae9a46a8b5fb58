import type { SeedCredential } from '@mudbrick/sandbox'
import type { QueryClient } from '@tanstack/react-query'

import { call } from '../control/call.ts'

/**
 * Saves a credential that was changed in a form. What another window or a test has changed meanwhile stays, unless the
 * form changes the same member.
 */
export async function changeCredential(
  queryClient: QueryClient,
  clientId: string,
  change: (now: SeedCredential) => SeedCredential,
): Promise<void> {
  const path = `/credentials/${encodeURIComponent(clientId)}`
  const body = change(await call<SeedCredential>(path))
  await call(path, { method: 'PUT', body })
  await queryClient.invalidateQueries({ queryKey: ['credentials'] })
}
