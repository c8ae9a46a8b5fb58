import { useSession } from '@mudbrick/react'

/** Belongs to every key of the query cache: what one user may read is never shown to the next. */
export function useUserKey(): string | number | undefined {
  const { snapshot } = useSession()
  if (snapshot.status !== 'signed-in') return undefined
  return snapshot.profile?.userId ?? snapshot.receivedAt
}
