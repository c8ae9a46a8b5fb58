// @ts-check
import { Client } from 'undici'

import { Browser } from '../lib/browser.mjs'
import { repeat } from '../lib/load.mjs'
import { median } from '../lib/median.mjs'
import { startProgram } from '../lib/program.mjs'
import { prepareSigningKey } from '../lib/signing-key.mjs'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = 3
const workers = 16
const target = 0.75
const memoryCalls = 100_000
/** @type {{ calls: number, MB: number }[]} */
const memoryRows = []

const product = JSON.stringify({ product: { sku: '24-MB01', name: 'x'.repeat(250) } })

/** @type {readonly { name: string, method: 'GET' | 'POST', body?: string }[]} */
const calls = [
  { name: 'GET, answer of 1.5 kB', method: 'GET' },
  { name: 'POST of 300 bytes', method: 'POST', body: product },
]

const ways = [
  { name: 'passed through, no token', path: '/passed' },
  { name: 'proxy, signed in', path: '/proxied' },
]

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Calls of a page through a server, per second of its processor time',
  method: `One server does both, with toNodeHandler and the platform's fetch; ${workers} connections kept alive, plain HTTP, the service in a process of its own; ${rounds} rounds of ${seconds} s in turn; medians. The proxy reads the session, takes the token of the vault, checks the path and sorts the header.`,
  run: async ({ log }) => {
    await prepareSigningKey()
    const ims = await startProgram('mudbrick')
    const service = await startProgram('service')
    const server = await startProgram('proxy', [service.origin, ims.origin])
    try {
      const cookie = await signIn(server.origin, ims.origin)
      const table = []
      for (const call of calls) {
        log(`${call.name} …`)
        table.push(...(await measureCall(call, cookie, server)))
      }
      log(`${memoryCalls} calls, for the memory …`)
      memoryRows.push(...(await measureMemory(cookie, server)))
      return table
    } finally {
      await Promise.all([ims, service, server].map((program) => program.stop()))
    }
  },
  more: async () => [
    { title: `Resident memory of the server over ${memoryCalls} proxied calls`, rows: memoryRows },
  ],
}

/**
 * @param {string} cookie
 * @param {import('../lib/program.mjs').Program} server
 */
async function measureMemory(cookie, server) {
  const operations = Array.from({ length: workers }, () =>
    createOperation(server.origin, '/proxied', { name: 'GET', method: 'GET' }, cookie),
  )
  const rows = []
  for (let fifth = 1; fifth <= 5; fifth += 1) {
    await repeat(operations, { count: memoryCalls / 5 })
    rows.push({ calls: (fifth * memoryCalls) / 5, MB: Math.round(server.readMegabytes()) })
  }
  return rows
}

/**
 * Signs a user in, and gives the cookie of the session.
 * @param {string} origin
 * @param {string} imsOrigin
 */
async function signIn(origin, imsOrigin) {
  const app = new Browser(origin)
  const { location: authorization } = await app.get('/auth/sign-in')
  const { pathname, search } = new URL(String(authorization))
  const callback = new URL(await new Browser(imsOrigin).visit(pathname + search))
  await app.get(callback.pathname + callback.search)
  // That of the finished sign-in, whose name has a dot, is gone after ten minutes.
  return app.cookie
    .split('; ')
    .filter((cookie) => !/^[^=]*\./.test(cookie))
    .join('; ')
}

/**
 * @param {(typeof calls)[number]} call
 * @param {string} cookie
 * @param {import('../lib/program.mjs').Program} server
 */
async function measureCall(call, cookie, server) {
  const all = ways.map(({ name, path }) => ({
    name,
    operations: Array.from({ length: workers }, () =>
      createOperation(server.origin, path, call, cookie),
    ),
    /** @type {number[]} */ perSecond: [],
    /** @type {number[]} */ perCpuSecond: [],
  }))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { operations, perSecond, perCpuSecond } of all) {
      const cpuBefore = await server.readCpuSeconds()
      const before = performance.now()
      const count = await repeat(operations, { seconds })
      const elapsed = (performance.now() - before) / 1000
      const cpu = (await server.readCpuSeconds()) - cpuBefore
      // The first round warms up.
      if (round === 0) continue
      perSecond.push(count / elapsed)
      perCpuSecond.push(count / cpu)
    }
  }
  const limit = median(all[0]?.perCpuSecond ?? [])
  return all.map(({ name, perSecond, perCpuSecond }, index) => {
    const share = median(perCpuSecond) / limit
    return {
      call: call.name,
      way: name,
      'per CPU second': Math.round(median(perCpuSecond)),
      'lowest–highest': `${Math.round(Math.min(...perCpuSecond))}–${Math.round(Math.max(...perCpuSecond))}`,
      'per second': Math.round(median(perSecond)),
      share: `${Math.round(share * 100)} %`,
      target: index === 0 ? '' : judge(share),
    }
  })
}

/**
 * One connection's call, as the page of an app makes it.
 * @param {string} origin
 * @param {string} path
 * @param {(typeof calls)[number]} call
 * @param {string} cookie
 */
function createOperation(origin, path, { method, body }, cookie) {
  const client = new Client(origin)
  const options = {
    method,
    path: `${path}/V1/products?searchCriteria%5BpageSize%5D=20`,
    body: body ?? null,
    headers: {
      accept: 'application/json',
      'accept-language': 'en',
      'x-requested-with': 'mudbrick',
      'sec-fetch-site': 'same-origin',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36',
      cookie,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  }
  return async () => {
    const { statusCode, body: answer } = await client.request(options)
    const text = await answer.text()
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`)
  }
}

/** @param {number} share */
function judge(share) {
  return `${share >= target ? 'hit' : 'missed'} (${Math.round(target * 100)} %)`
}
