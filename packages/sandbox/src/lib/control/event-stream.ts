import type { Exchange, Journal } from './journal.ts'

export interface EventStreamOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal
  /** The id of the last event that the reader has seen: the stream begins after it. */
  readonly lastEventId?: string | undefined
}

/**
 * The exchanges of a journal as server-sent events, as they come.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createEventStream(
  journal: Pick<Journal, 'exchanges' | 'subscribe'>,
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
        const unsubscribe = journal.subscribe((exchange) => write(eventOf(exchange)))
        const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)
        stop = () => {
          stop = undefined
          clearInterval(heartbeat)
          unsubscribe()
          signal?.removeEventListener('abort', end)
        }
        if (signal?.aborted === true) return end()
        signal?.addEventListener('abort', end)
        write(missed(journal, lastEventId).map(eventOf).join('') || ': here\n\n')
      },
      cancel: () => stop?.(),
    },
    { highWaterMark: maxWaitingEvents },
  )
}

/** Proxies and browsers take a connection for dead on which nothing comes for a minute. */
const heartbeatMs = 15_000
const maxWaitingEvents = 1000

function missed(
  journal: Pick<Journal, 'exchanges'>,
  lastEventId: string | undefined,
): readonly Exchange[] {
  if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return []
  return journal.exchanges({ after: Number(lastEventId) })
}

function eventOf(exchange: Exchange): string {
  return `event: exchange\nid: ${exchange.index}\ndata: ${JSON.stringify(exchange)}\n\n`
}
