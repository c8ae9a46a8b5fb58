import { readBoundedBody } from './bounded-body.ts'

/** The parameters of an OAuth request, wherever they travelled. */
export interface Parameters {
  /** The value, or `undefined` when it is absent or empty (RFC 6749 §3.1: an empty one counts as omitted). */
  get(name: string): string | undefined
  /** A parameter that came more than once, which RFC 6749 §3.1 forbids. */
  readonly repeated: string | undefined
}

const maxBodyBytes = 64 * 1024

/** Parameters of the query alone. */
export function readQuery(url: URL): Parameters {
  return collect([...url.searchParams])
}

/**
 * Parameters of the query and of a form body, urlencoded or multipart: Adobe's own libraries send both.
 *
 * `undefined` when the body is no form, is broken, or is longer than 64 KiB.
 */
export async function readQueryAndForm(request: Request): Promise<Parameters | undefined> {
  const query = [...new URL(request.url).searchParams]
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  const bytes = await readBoundedBody(request, maxBodyBytes)
  if (bytes === undefined) return undefined
  if (bytes.byteLength === 0) return collect(query)
  if (type === 'application/x-www-form-urlencoded') {
    return collect([...query, ...new URLSearchParams(new TextDecoder().decode(bytes))])
  }
  if (type === 'multipart/form-data') return readMultipart(request, bytes, query)
  return undefined
}

async function readMultipart(
  request: Request,
  bytes: Uint8Array<ArrayBuffer>,
  query: [string, string][],
): Promise<Parameters | undefined> {
  try {
    const headers = { 'content-type': request.headers.get('content-type') ?? '' }
    const form = await new Response(bytes, { headers }).formData()
    const texts = [...form].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    return collect([...query, ...texts])
  } catch {
    return undefined
  }
}

function collect(pairs: readonly [string, string][]): Parameters {
  const values = new Map<string, string>()
  let repeated: string | undefined
  for (const [name, value] of pairs) {
    if (values.has(name)) repeated ??= name
    else values.set(name, value)
  }
  return { get: (name) => values.get(name) || undefined, repeated }
}
