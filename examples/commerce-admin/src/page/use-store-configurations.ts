import { listStoreConfigurations, type StoreConfiguration } from '@mudbrick/commerce'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'

import { useApplication } from './application.ts'

/** The configuration of every store view: what Adobe's tutorial asks for to see whether a token works. */
export function useStoreConfigurations(): UseQueryResult<readonly StoreConfiguration[]> {
  const { commerce } = useApplication()
  return useQuery({
    queryKey: ['commerce', 'store-configurations'],
    // Without a signal: Spectrum's tabs mount their content twice, so the call would be made twice.
    queryFn: () => listStoreConfigurations(commerce),
  })
}
