import type { Journal } from '../../journal/journal.ts'
import type { StreamedEvent, StreamedEvents } from './flow-events.ts'

export interface EventSources {
  readonly events: StreamedEvents
  readonly journal: Pick<Journal, 'exchanges'>
}

export interface EventStreamOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal
  /** The id of the last exchange that the reader has seen: the stream begins with those after it. */
  readonly lastEventId?: string | undefined
}

/**
 * What happens in a sandbox as server-sent events, as it happens. Only exchanges are kept for a reader who comes
 * back.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createEventStream(
  { events, journal }: EventSources,
  { signal, lastEventId }: EventStreamOptions = {},
): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const write = (text: string): void => {
          // A reader that has fallen far behind comes back with Last-Event-ID, and is not waited for.
          if ((controller.desiredSize ?? 0) <= 0) return end()
          controller.enqueue(new TextEncoder().encode(text))
        }
        const end = (): void => {
          stop?.()
          controller.close()
        }
        const unsubscribe = events.subscribe((event) => write(textOf(event)))
        const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
        stop = () => {
          stop = undefined
          clearInterval(heartbeat)
          unsubscribe()
          signal?.removeEventListener('abort', end)
        }
        if (signal?.aborted === true) return end()
        signal?.addEventListener('abort', end)
        write(missed(journal, lastEventId).map(textOf).join('') || ': here\n\n')
      },
      cancel: () => stop?.(),
    },
    { highWaterMark: maxWaitingEvents },
  )
}

/** Proxies and browsers close a connection that is silent for a minute. */
const heartbeatMs = 15_000
const maxWaitingEvents = 1000

function missed(
  journal: EventSources['journal'],
  lastEventId: string | undefined,
): readonly StreamedEvent[] {
  if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return []
  return journal
    .exchanges({ after: Number(lastEventId) })
    .map((exchange) => ({ type: 'exchange', at: exchange.at, exchange }))
}

/** Only an exchange has an id, so that a reader comes back with that of the last one. */
function textOf(event: StreamedEvent): string {
  const id = event.type === 'exchange' ? `id: ${event.exchange.index}\n` : ''
  return `event: ${event.type}\n${id}data: ${JSON.stringify(event)}\n\n`
}
