const kept = new WeakMap<Request, Uint8Array<ArrayBuffer>>()

/** The body as bytes, or `undefined` when it is longer than allowed. Later readers get the same bytes. */
export async function readBoundedBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const known = kept.get(request)
  if (known !== undefined) return known.byteLength > maxBytes ? undefined : known
  const bytes = await read(request, maxBytes)
  if (bytes !== undefined) kept.set(request, bytes)
  return bytes
}

/** The bytes of the body, if they were read. */
export function keptBody(request: Request): Uint8Array<ArrayBuffer> | undefined {
  return kept.get(request)
}

async function read(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const announced = request.headers.get('content-length')
  // A body of known length needs no stream, which costs more than all else of reading it.
  if (announced !== null && Number(announced) <= maxBytes) {
    const bytes = new Uint8Array(await request.arrayBuffer())
    return bytes.byteLength > maxBytes ? undefined : bytes
  }
  return request.body === null ? new Uint8Array() : readStream(request.body, maxBytes)
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
