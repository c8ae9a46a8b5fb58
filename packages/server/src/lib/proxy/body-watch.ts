import { isMudbrickError } from '@mudbrick/http'

/** Reports that a call failed because of its body, as it came from the page. */
export class RequestBodyFailure extends Error {
  readonly code: 'body_too_large' | 'body_timed_out'

  constructor(code: RequestBodyFailure['code']) {
    super(code)
    this.code = code
  }
}

/** Counts the bytes of a call's body, and notices when the page sends no more. */
export interface BodyWatch {
  /** Returns a stream of the same chunks, which fails when there are too many bytes. */
  readonly wrap: (stream: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>
  /** Waits for a body that is read without a stream; `note` is to be called for each chunk. */
  readonly wait: <Result>(read: (note: () => void) => Promise<Result>) => Promise<Result>
  /** Returns the cause of a call's failure: the body if it was that, otherwise the error itself. */
  readonly explain: (error: unknown) => unknown
}

/**
 * Creates the watch over one body.
 *
 * @param onChunk - called for every chunk
 */
export function createBodyWatch(maxBytes: number, onChunk: () => void): BodyWatch {
  let size = 0
  let isWaiting = false
  let failure: RequestBodyFailure | undefined

  return {
    wrap: (stream) => {
      const reader = stream.getReader()
      return new ReadableStream<Uint8Array>(
        {
          pull: async (controller) => {
            isWaiting = true
            const { done, value } = await reader.read()
            isWaiting = false
            if (done) return controller.close()
            onChunk()
            size += value.byteLength
            if (size <= maxBytes) return controller.enqueue(value)
            failure = new RequestBodyFailure('body_too_large')
            void reader.cancel(failure)
            return controller.error(failure)
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      )
    },
    wait: async (read) => {
      isWaiting = true
      const result = await read(onChunk)
      isWaiting = false
      return result
    },
    explain: (error) => {
      if (failure) return failure
      const isTimeout = isMudbrickError(error) && error.code === 'timed_out'
      return isTimeout && isWaiting ? new RequestBodyFailure('body_timed_out') : error
    },
  }
}
