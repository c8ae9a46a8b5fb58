import { useQuery } from '@tanstack/react-query'

import { useApplication } from './application.ts'
import { readAnswer, type Settings } from './server-answers.ts'

/** What the server is set up with, once it has told. */
export function useSettings(): Settings | undefined {
  const { server } = useApplication()
  const { data } = useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) =>
      readAnswer<Settings>(await server.fetchQuietly('/api/settings', { signal })),
  })
  return data
}
