import { createSandbox } from '@mudbrick/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Additions, Drive } from './clients/drive.ts'
import { drives } from './clients/driven.ts'
import { makeClients } from './clients/make-clients.ts'
import { fill, readOperation, type Exchange, type ExchangeRequest } from './exchange.ts'
import { findDeviations, replay } from './replay.ts'
import { prepareReplay } from './sandbox-values.ts'

const sandbox = await createSandbox()

beforeEach(() => {
  sandbox.reset()
})

/** A client sends the request of the exchange, gets its answer, and reads it. */
describe.each(Object.entries(drives))('the clients and %s', (file, calls) => {
  it.each(Object.entries(calls))('%s', async (name, call) => {
    const exchange = readOperation(file).exchanges.find((candidate) => candidate.name === name)
    if (exchange === undefined) throw new Error(`${file} has no exchange “${name}”.`)
    await expectDriven(exchange, call)
  })
})

async function expectDriven(exchange: Exchange, call: Drive): Promise<void> {
  const { request, response } = exchange
  const { values, ...context } = await prepareReplay(sandbox, request)
  for (const earlier of request.before ?? []) {
    await replay({ ...exchange, request: earlier }, { ...context, values })
  }
  const sent: Request[] = []
  const answers: Response[] = []
  const clients = makeClients(request, values, async (input, init) => {
    const outgoing = new Request(input, init)
    sent.push(outgoing.clone())
    const answer = await sandbox.fetch(outgoing)
    answers.push(answer.clone())
    return answer
  })
  const outcome = await Promise.resolve(call.run(clients)).catch((error: unknown) => error)
  const [first] = sent
  const [answer] = answers
  if (first === undefined || answer === undefined) throw outcome
  expect(await describeSent(first)).toEqual(describeExpected(request, call.adds, values))
  expect(await findDeviations(answer, response, values)).toEqual([])
  expect(outcome instanceof Error).toBe(response.status >= 400)
  expectRead(outcome, call.reads)
}

/** Part by part, so that a list can be told by some of its items and its length. */
function expectRead(value: unknown, reads: unknown): void {
  if (typeof reads !== 'object' || reads === null) {
    expect(value).toBe(reads)
    return
  }
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
  adds: Additions,
  values: Readonly<Record<string, string>>,
): unknown {
  const { before: _, ...own } = request
  const { method, url, query, headers, form, json } = fillRequest(own, values)
  const { 'content-type': type, ...others } = {
    ...Object.fromEntries(new Headers(headers)),
    ...adds.headers,
  } as Readonly<Record<string, string>>
  return {
    method,
    url,
    query: { ...query, ...adds.query },
    headers: others,
    // The tutorial names a type on a GET, where there is no body that it could be of.
    type: form === undefined && json === undefined ? undefined : type,
    body: json ?? form ?? {},
  }
}

function fillRequest(
  request: ExchangeRequest,
  values: Readonly<Record<string, string>>,
): ExchangeRequest {
  return JSON.parse(fill(JSON.stringify(request), values)) as ExchangeRequest
}

function readForm(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text))
}
