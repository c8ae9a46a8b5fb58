import { readIncomingBody } from '../node/incoming-request.ts'
import type { BodyWatch } from './body-watch.ts'

/** A body that was read so far as it could be kept: all of it, or a stream that still gives all of it. */
export type ReplayableBody = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

/** Reads a request's body if it is small enough to be sent twice; otherwise it stays a stream. */
export async function readReplayableBody(
  request: Request,
  maxBytes: number,
  watch: Pick<BodyWatch, 'wrap' | 'wait'>,
): Promise<ReplayableBody | undefined> {
  const { body } = request
  if (body === null) return undefined
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (length > maxBytes) return watch.wrap(body)
  const chunks = length <= maxBytes ? await watch.wait(readWhole(request)) : undefined
  const read = chunks ? concatenate(chunks) : await readUpTo(watch.wrap(body), maxBytes)
  return read instanceof ReadableStream || read.byteLength > 0 ? read : undefined
}

function readWhole(
  request: Request,
): (onChunk: () => void) => Promise<readonly Uint8Array[] | undefined> {
  return async (onChunk) => readIncomingBody(request, onChunk)
}

/** Reads a stream to its end, or gives one that begins with what was read of it. */
export async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<ReplayableBody> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    // A stream is read in order.
    // oxlint-disable-next-line no-await-in-loop
    const { done, value } = await reader.read()
    if (done) return concatenate(chunks)
    chunks.push(value)
    size += value.byteLength
    if (size > maxBytes) return goOn(chunks, reader)
  }
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((size, { byteLength }) => size + byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

function goOn(
  chunks: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(chunk)
      },
      pull: async (controller) => {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
