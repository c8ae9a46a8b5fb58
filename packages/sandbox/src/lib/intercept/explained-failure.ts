import { DroppedConnectionError } from '../faults/apply-fault.ts'
import { createPlainResponse } from '../node/plain-answer.ts'
import type { StandIn } from './stand-in.ts'

/** The same, but why it failed is its answer: the program that asked has no terminal of the sandbox's to look at. */
export function answerOrExplain(hostname: string, standIn: StandIn): StandIn {
  return async (request) => {
    try {
      return await standIn(request)
    } catch (error) {
      if (error instanceof DroppedConnectionError) throw error
      console.error(`The Mudbrick sandbox failed to answer for ${hostname}:`, error)
      const sentence = error instanceof Error ? error.message : String(error)
      return createPlainResponse({ status: 502, sentence })
    }
  }
}
