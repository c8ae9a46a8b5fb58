import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * A request of Node's as a web `Request` at a URL. The body is read once, straight from the connection.
 *
 * @throws TypeError when the URL or a header field is invalid.
 */
export function createIncomingRequest(
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Request {
  return new IncomingRequest(url, incoming, outgoing)
}

/**
 * The platform's `Request` makes a stream for every body and follows every signal, which costs several times as
 * much as all else that happens to a request. This one is made without, and makes each when it is asked for.
 */
class IncomingRequest extends Request {
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse
  readonly #hasBody: boolean
  #streaming: Response | undefined
  #isRead = false
  #signal: AbortSignal | undefined

  constructor(url: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    const { method = 'GET' } = incoming
    super(url, { method, headers: readHeaders(incoming) })
    this.#incoming = incoming
    this.#outgoing = outgoing
    this.#hasBody = method !== 'GET' && method !== 'HEAD'
  }

  override get signal(): AbortSignal {
    this.#signal ??= createSignal(this.#outgoing)
    return this.#signal
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return this.#hasBody ? this.#stream().body : null
  }

  override get bodyUsed(): boolean {
    return this.#isRead || this.#streaming?.bodyUsed === true
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    if (!this.#hasBody || this.#streaming !== undefined || this.#isRead) {
      return this.#stream().arrayBuffer()
    }
    this.#isRead = true
    return readBytes(this.#incoming)
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer())
  }

  override async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  override async blob(): Promise<Blob> {
    return this.#stream().blob()
  }

  override async formData(): Promise<FormData> {
    return this.#stream().formData()
  }

  override clone(): Request {
    const { url, method, headers, signal } = this
    const { body } = this.#stream().clone()
    const init: RequestInit & { readonly duplex: 'half' } = {
      method,
      headers,
      signal,
      body,
      duplex: 'half',
    }
    return new Request(url, init)
  }

  /** The body as the platform has it. */
  #stream(): Response {
    if (this.#isRead) throw new TypeError('Body is unusable: it has been read already.')
    this.#streaming ??= new Response(this.#hasBody ? createStream(this.#incoming) : null, {
      headers: this.headers,
    })
    return this.#streaming
  }
}

function readHeaders({ headers, rawHeaders }: IncomingMessage): HeadersInit {
  if (hasAll(headers, rawHeaders)) return headers
  const all = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    all.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return all
}

/** Node keeps only the first of some repeated fields; to hide a second `Authorization` would be to accept it. */
function hasAll(
  headers: NodeJS.Dict<string | string[]>,
  rawHeaders: readonly string[],
): headers is Record<string, string> {
  return (
    Object.keys(headers).length * 2 === rawHeaders.length && headers['set-cookie'] === undefined
  )
}

/** Aborts when the connection ends before the answer does. */
function createSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => {
    if (!outgoing.writableFinished) controller.abort(createAbortError())
  }
  if (outgoing.closed || outgoing.destroyed) abort()
  else outgoing.once('close', abort)
  return controller.signal
}

function createAbortError(): DOMException {
  return new DOMException('The client ended the connection.', 'AbortError')
}

function readBytes(incoming: IncomingMessage): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    const settle = (): void => {
      if (incoming.readableEnded) resolve(concatenate(chunks))
      else reject(createAbortError())
    }
    if (incoming.destroyed) settle()
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    incoming.once('end', settle)
    incoming.once('error', settle)
  })
}

function concatenate(chunks: readonly Uint8Array[]): ArrayBuffer {
  const length = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes.buffer
}

/** Leaves the connection alone when it is cancelled, since the answer still has to go out by it. */
function createStream(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start: (controller) => {
      incoming.pause()
      incoming.on('data', (chunk: Uint8Array) => {
        controller.enqueue(new Uint8Array(chunk))
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause()
      })
      incoming.once('end', () => controller.close())
      incoming.once('error', () => controller.error(createAbortError()))
    },
    pull: () => {
      incoming.resume()
    },
    cancel: () => {
      incoming.removeAllListeners('data').removeAllListeners('end').resume()
    },
  })
}
