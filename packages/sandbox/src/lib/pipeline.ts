import { readMonotonicMs } from './defaults.ts'
import { DroppedConnectionError, spoilAnswer } from './faults/apply-fault.ts'
import type { FaultsInForce } from './faults/faults.ts'
import type { Oversight } from './faults/fault.ts'
import type { JournalService } from './journal/exchange.ts'
import type { NotedHint, NoteHint } from './journal/hints.ts'
import type { RecordingJournal } from './journal/journal.ts'
import { textOf } from './wire/answer.ts'
import { keptBody, readBoundedBody } from './wire/bounded-body.ts'

// The longest that a service reads.
const maxRecordedBytes = 262_144

/** Applies the fault of a request, asks the service, and records the exchange in the journal. */
export type Pipeline = (
  service: JournalService,
  request: Request,
  respond: (oversight: Oversight) => Promise<Response>,
) => Promise<Response>

export function createPipeline({
  faults,
  journal,
}: {
  readonly faults: FaultsInForce
  readonly journal: RecordingJournal
}): Pipeline {
  return async (service, request, respond) => {
    const startedAt = readMonotonicMs()
    const fault = await faults.take(request)
    const hints: NotedHint[] = []
    const hint: NoteHint = (code, about) => {
      hints.push({ code, about })
    }
    const record = async (response?: Response): Promise<void> => {
      // A fault that answers in a service's place has not looked at what was sent.
      if (fault !== undefined && !request.bodyUsed) await readBoundedBody(request, maxRecordedBytes)
      journal.record({
        service,
        request,
        requestBody: keptBody(request),
        response,
        responseText: response && textOf(response),
        durationMs: readMonotonicMs() - startedAt,
        hints,
        fault: fault?.id,
      })
    }
    try {
      const response = await spoilAnswer(fault, await respond({ fault, hint }))
      await record(response)
      return response
    } catch (error) {
      if (error instanceof DroppedConnectionError) await record()
      throw error
    }
  }
}
