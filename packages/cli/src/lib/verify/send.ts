import type { Answer } from './compare.ts'
import type { ExchangeRequest } from './contract.ts'

/** How requests are sent. */
export type Fetch = (input: URL, init: RequestInit) => Promise<Response>

/** Sends a request of the contract, filled in; follows no redirect. */
export async function send(
  request: ExchangeRequest,
  values: Readonly<Record<string, string>>,
  options: { readonly fetch: Fetch; readonly signal: AbortSignal },
): Promise<Answer> {
  const url = new URL(fill(request.url, values))
  for (const [name, value] of fillEntries(request.query, values))
    url.searchParams.append(name, value)
  const body = writeBody(request, values)
  const response = await options.fetch(url, {
    method: request.method,
    headers: new Headers(fillEntries(request.headers, values)),
    redirect: 'manual',
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text: text.slice(0, mostCharacters) }
}

const timeoutMs = 20_000
const mostCharacters = 5_000_000

function writeBody(
  { form, json, multipart }: ExchangeRequest,
  values: Readonly<Record<string, string>>,
): string | FormData | URLSearchParams | undefined {
  if (multipart !== undefined) {
    const body = new FormData()
    for (const [name, value] of fillEntries(multipart, values)) body.append(name, value)
    return body
  }
  if (form !== undefined) return new URLSearchParams(fillEntries(form, values))
  return json === undefined ? undefined : JSON.stringify(json)
}

function fillEntries(
  record: Readonly<Record<string, string>> | undefined,
  values: Readonly<Record<string, string>>,
): [string, string][] {
  return Object.entries(record ?? {}).map(([name, value]) => [name, fill(value, values)])
}

/** The text with its `{names}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
