import { createSandbox } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Additions, Drive } from './clients/drive.ts'
import { drives } from './clients/driven.ts'
import { makeClients } from './clients/make-clients.ts'
import { fill, findExchange, type Exchange, type ExchangeRequest } from './exchange.ts'
import { findDeviations, replayEarlier } from './replay.ts'
import { prepareReplay } from './sandbox-values.ts'

const sandbox = await createSandbox()

beforeEach(() => {
  sandbox.reset()
})

/** A client sends the request of the exchange, gets its answer, and reads it. */
describe.each(Object.entries(drives))('the clients and %s', (file, calls) => {
  const each = Object.entries(calls).flatMap(([name, some]) =>
    [some].flat().map((call) => ({ name, call, by: (call.clientFunction as () => void).name })),
  )

  it.each(each)('$name: $by()', async ({ name, call }) => {
    await expectDriven(findExchange(file, name), call)
  })
})

async function expectDriven({ request: original, response }: Exchange, call: Drive): Promise<void> {
  const request = addTo(original, call.adds)
  const { values, ...context } = await prepareReplay(sandbox, request)
  await replayEarlier(request, { ...context, values })
  const sent: Request[] = []
  const answers: Response[] = []
  const clients = makeClients(request, values, async (input, init) => {
    const outgoing = new Request(input, init)
    // A browser adds it, not the client.
    const { origin } = request.headers ?? {}
    if (origin !== undefined) outgoing.headers.set('origin', origin)
    sent.push(outgoing.clone())
    const answer = await sandbox.fetch(outgoing)
    answers.push(answer.clone())
    return answer
  })
  const outcome = await Promise.resolve(call.run(clients)).catch((error: unknown) => error)
  const [first] = sent
  const [answer] = answers
  if (first === undefined || answer === undefined) throw outcome
  expect(await describeSent(first)).toEqual(describeExpected(request, values))
  expect(await findDeviations(answer.clone(), response, values)).toEqual([])
  expect(outcome instanceof Error).toBe(response.status >= 400)
  const { reads } = call
  if (typeof reads === 'function') expectRead(outcome, reads(await answer.json(), values))
  else expectRead(outcome, reads)
}

/** Part by part, so that a list can be told by some of its items and its length. */
function expectRead(value: unknown, reads: unknown): void {
  const isWhole = typeof reads !== 'object' || reads === null || 'asymmetricMatch' in reads
  if (isWhole || (Array.isArray(reads) && reads.length === 0)) {
    expect(value).toEqual(reads)
    return
  }
  if (Array.isArray(reads)) expect(value).toHaveLength(reads.length)
  expect(value).toBeTypeOf('object')
  for (const [name, part] of Object.entries(reads)) {
    expectRead((value as Readonly<Record<string, unknown>>)[name], part)
  }
}

async function describeSent(request: Request): Promise<unknown> {
  const url = new URL(request.url)
  const text = await request.text()
  const { accept: _, 'content-type': type, ...headers } = Object.fromEntries(request.headers)
  return {
    method: request.method,
    url: url.origin + url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    type: text === '' ? undefined : type?.split(';')[0],
    body: text !== '' && (type ?? '').includes('json') ? JSON.parse(text) : readForm(text),
  }
}

function describeExpected(
  request: ExchangeRequest,
  values: Readonly<Record<string, string>>,
): unknown {
  const { method, url, query = {}, headers, form, json } = fillRequest(request, values)
  const { 'content-type': type, ...others } = Object.fromEntries(new Headers(headers))
  return {
    method,
    url,
    query,
    headers: others,
    // The tutorial names a type on a GET, where there is no body that it could be of.
    type: form === undefined && json === undefined ? undefined : type,
    body: json ?? form ?? {},
  }
}

/** The request as our client sends it, also where the same is sent before. */
function addTo(request: ExchangeRequest, { query, headers, form }: Additions): ExchangeRequest {
  return {
    ...request,
    ...(query && { query: { ...query, ...request.query } }),
    ...(headers && { headers: { ...lowerCase(headers), ...lowerCase(request.headers) } }),
    ...(form && { form: { ...form, ...request.form } }),
    ...(form &&
      request.before && {
        before: request.before.map((earlier) => ({
          ...earlier,
          form: { ...form, ...earlier.form },
        })),
      }),
  }
}

function lowerCase(headers: ExchangeRequest['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(new Headers(headers))
}

function fillRequest(
  request: ExchangeRequest,
  values: Readonly<Record<string, string>>,
): ExchangeRequest {
  const { before: _, ...own } = request
  return JSON.parse(fill(JSON.stringify(own), values)) as ExchangeRequest
}

function readForm(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text))
}
