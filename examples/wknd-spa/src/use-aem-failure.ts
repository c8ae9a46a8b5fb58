import { useEffect, useState } from 'react'

import { describeAemFailure } from './aem-failure.ts'
import { useApplication } from './application.ts'
import type { Failure } from './failure.ts'

/** What a failure of AEM means; nothing until that is found out, which may take a request. */
export function useAemFailure(error: unknown): Failure | undefined {
  const { aem } = useApplication()
  const [found, setFound] = useState<{ readonly error: unknown; readonly failure: Failure }>()

  useEffect(() => {
    let isWanted = true
    const describe = async (): Promise<void> => {
      const failure = await describeAemFailure(error, { aem, pageOrigin: window.location.origin })
      if (isWanted) setFound({ error, failure })
    }
    void describe()
    return () => {
      isWanted = false
    }
  }, [error, aem])

  return found?.error === error ? found?.failure : undefined
}
