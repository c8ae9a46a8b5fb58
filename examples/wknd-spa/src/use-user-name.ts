import { useSession } from '@mudbrick/react'

/** What to call the signed-in user in a sentence. */
export function useUserName(): string {
  const { snapshot } = useSession()
  return (snapshot.status === 'signed-in' ? snapshot.profile?.name : undefined) ?? 'this user'
}
