import { type AemClient, listContentFragmentModels } from '@mudbrick/aem'
import { useUserKey } from '@mudbrick/react'
import { useQuery } from '@tanstack/react-query'

export function Models({ aem }: { readonly aem: AemClient }) {
  const userKey = useUserKey()
  const { data, error } = useQuery({
    queryKey: ['models', userKey],
    queryFn: ({ signal }) => listContentFragmentModels(aem, { signal }),
    enabled: userKey !== undefined,
    // The AEM client has tried again already, where that could help.
    retry: false,
  })

  if (error) return <p role="alert">{error.message}</p>
  if (!data) return <p>One moment</p>
  return (
    <ul>
      {data.items.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  )
}
