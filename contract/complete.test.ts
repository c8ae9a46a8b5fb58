import { readdirSync } from 'node:fs'

import { createSandbox } from '@mudbrick/sandbox'
import { describe, expect, it } from 'vitest'

import type { Clients } from './clients/drive.ts'
import { drives } from './clients/driven.ts'
import { exchangeExceptions } from './clients/exceptions.ts'
import { clientEntries, silentFunctions } from './clients/functions.ts'
import { makeClients } from './clients/make-clients.ts'
import { navigationDrives } from './clients/navigation.ts'
import { clientPackages } from './clients/sources.ts'
import { listFiles, readOperation, type Exchange } from './exchange.ts'
import { prepareReplay } from './sandbox-values.ts'

const sandbox = await createSandbox()

function namesOf(file: string): readonly string[] {
  return [...Object.keys(drives[file] ?? {}), ...Object.keys(navigationDrives[file] ?? {})]
}

function reasonsOf({ request }: Exchange): readonly string[] {
  return exchangeExceptions.filter(({ covers }) => covers(request)).map(({ reason }) => reason)
}

describe.each(listFiles())('%s', (file) => {
  const { exchanges } = readOperation(file)

  it('is sent by a client exchange by exchange, or no client can send it', () => {
    const unsent = exchanges.filter(
      (exchange) => !namesOf(file).includes(exchange.name) && reasonsOf(exchange).length === 0,
    )
    expect(unsent.map(({ name }) => name)).toEqual([])
  })

  it('has no exchange that is sent although an exception says that it cannot be', () => {
    const sent = exchanges.filter(({ name }) => namesOf(file).includes(name))
    expect(sent.flatMap(reasonsOf)).toEqual([])
  })

  it('has an exchange of each name by which a client is driven', () => {
    const names = exchanges.map(({ name }) => name)
    expect(namesOf(file).filter((name) => !names.includes(name))).toEqual([])
  })
})

describe('the exceptions', () => {
  const all = listFiles().flatMap((file) => readOperation(file).exchanges)

  it.each(exchangeExceptions)('cover an exchange: $reason', ({ covers }) => {
    expect(all.some(({ request }) => covers(request))).toBe(true)
  })

  it.each(exchangeExceptions.filter(({ attempt }) => attempt !== undefined))(
    'are refused without a request: $reason',
    async ({ attempt }) => {
      const { clients, sent } = await setUp()
      const outcome = await callOf(attempt, clients).catch((error: unknown) => error)
      expect(outcome).toHaveProperty('name', 'ConfigurationError')
      expect(sent).toEqual([])
    },
  )

  it('look into every package that could send something', () => {
    const beside = ['cli', 'doctor', 'sandbox']
    const packages = readdirSync(new URL('../packages/', import.meta.url))
    expect([...clientPackages, ...beside].toSorted()).toEqual(packages.toSorted())
  })
})

describe('the drives', () => {
  const all = Object.entries(drives).flatMap(([file, calls]) =>
    Object.entries(calls).flatMap(([name, some]) =>
      [some].flat().map(({ reads }) => ({ file, name, reads })),
    ),
  )

  it.each(all)('say what the client must read: $file, $name', ({ reads }) => {
    expect(reads).not.toEqual({})
  })
})

describe('the functions', () => {
  const drivenFunctions = new Set(
    [...Object.values(drives), ...Object.values(navigationDrives)]
      .flatMap((calls) => Object.values(calls))
      .flat()
      .map(({ clientFunction }) => clientFunction),
  )

  it.each(Object.keys(clientEntries))('of %s are driven, or send nothing', (entry) => {
    const functions = Object.entries(clientEntries[entry] ?? {}).filter(
      ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
    )
    const unnamed = functions.filter(
      ([name, value]) =>
        !drivenFunctions.has(value) && !Object.hasOwn(silentFunctions[entry] ?? {}, name),
    )
    expect(unnamed.map(([name]) => name)).toEqual([])
  })

  const silent = Object.entries(silentFunctions).flatMap(([entry, calls]) =>
    Object.entries(calls).map(([name, call]) => ({ entry, name, call })),
  )

  it.each(silent)('$name of $entry sends nothing', async ({ entry, name, call }) => {
    expect(Object.keys(clientEntries[entry] ?? {})).toContain(name)
    const { clients, sent } = await setUp()
    await call(clients)
    expect(sent).toEqual([])
  })
})

async function callOf(
  call: ((clients: Clients) => unknown) | undefined,
  clients: Clients,
): Promise<unknown> {
  return call?.(clients)
}

async function setUp(): Promise<{ readonly clients: Clients; readonly sent: readonly Request[] }> {
  const request = { method: 'GET', url: '{ims}/ims/keys', credential: 'commerce-admin' }
  const { values } = await prepareReplay(sandbox, request)
  const sent: Request[] = []
  const clients = makeClients(request, values, async (input, init) => {
    sent.push(new Request(input, init))
    return Response.json({})
  })
  return { clients, sent }
}
