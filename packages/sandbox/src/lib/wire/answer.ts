/** A JSON answer; its text is known to {@link textOf}. */
export function jsonAnswer(body: unknown, init: ResponseInit = {}): Response {
  return createAnswer(JSON.stringify(body), 'application/json', init)
}

/** Problem details (RFC 9457). */
export function problemAnswer(
  body: { readonly status: number; readonly [member: string]: unknown },
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  })
}

/** An answer of text; its text is known to {@link textOf}. */
export function textAnswer(text: string, init: ResponseInit = {}): Response {
  return createAnswer(text, 'text/plain;charset=UTF-8', init)
}

/** The text of an answer that was made of one, without reading it. */
export function textOf(response: Response): string | undefined {
  return response instanceof TextResponse ? response.wholeText : undefined
}

function createAnswer(text: string, type: string, init: ResponseInit): Response {
  const answer = new TextResponse(text, init)
  if (!answer.headers.has('content-type')) answer.headers.set('content-type', type)
  return answer
}

/**
 * The platform's `Response` makes a stream for every body, which costs more than all else of an answer. This
 * one is made without, and makes it when it is asked for.
 */
class TextResponse extends Response {
  readonly #text: string
  #streaming: Response | undefined
  #isRead = false

  constructor(text: string, init: ResponseInit) {
    super(null, init)
    this.#text = text
  }

  get wholeText(): string {
    return this.#text
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return this.#stream().body
  }

  override get bodyUsed(): boolean {
    return this.#isRead || this.#streaming?.bodyUsed === true
  }

  override async text(): Promise<string> {
    if (this.#streaming !== undefined) return this.#streaming.text()
    if (this.#isRead) throw new TypeError('Body is unusable: it has been read already.')
    this.#isRead = true
    return this.#text
  }

  override async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#stream().arrayBuffer()
  }

  override async blob(): Promise<Blob> {
    return this.#stream().blob()
  }

  override async formData(): Promise<FormData> {
    return this.#stream().formData()
  }

  override clone(): Response {
    if (this.bodyUsed) throw new TypeError('Body is unusable: it has been read already.')
    const { status, statusText, headers } = this
    return new TextResponse(this.#text, { status, statusText, headers })
  }

  #stream(): Response {
    if (this.#isRead) throw new TypeError('Body is unusable: it has been read already.')
    this.#streaming ??= new Response(this.#text, { headers: this.headers })
    return this.#streaming
  }
}
