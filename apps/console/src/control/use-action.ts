import { ToastQueue } from '@react-spectrum/s2'
import { useState } from 'react'

import { sentenceOf } from './control-failure.ts'

/** Something that a button does, which can fail. */
export interface Action {
  /** Why it failed the last time, in a sentence. */
  readonly error: string | undefined
  readonly isRunning: boolean
  /** Does it, and says so; false when it failed. */
  readonly run: (work: () => Promise<unknown>, done?: string) => Promise<boolean>
}

/** Does something that can fail, and keeps the sentence that tells why. */
export function useAction(): Action {
  const [error, setError] = useState<string>()
  const [isRunning, setIsRunning] = useState(false)
  const run: Action['run'] = async (work, done) => {
    setIsRunning(true)
    try {
      await work()
      setError(undefined)
      if (done !== undefined) ToastQueue.positive(done, { timeout: 5000 })
      return true
    } catch (failure) {
      setError(sentenceOf(failure))
      return false
    } finally {
      setIsRunning(false)
    }
  }
  return { error, isRunning, run }
}
