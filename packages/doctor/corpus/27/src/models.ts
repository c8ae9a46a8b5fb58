import { users } from './users.ts'

interface Model { id: string; name: string }

export async function listModels(): Promise<Model[]> {
  const user = await users.getUser()
  if (user === null || user.expired === true) throw new Error('Sign in again.')
  const response = await fetch(`${import.meta.env.VITE_AEM_ORIGIN}/adobe/sites/cf/models`, {
    headers: { Authorization: `Bearer ${user.access_token}` },
  })
  if (!response.ok) throw new Error('AEM refused to list the models.')
  const { items } = (await response.json()) as { items: Model[] }
  return items
}
