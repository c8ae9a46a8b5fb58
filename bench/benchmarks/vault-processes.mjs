// @ts-check

import { createImsClient } from '@mudbrick/ims/credentials'
import { validateToken } from '@mudbrick/ims'
import { createSandbox } from '@mudbrick/sandbox'
import { listen } from '@mudbrick/sandbox/node'
import { createKeyring, createVault } from '@mudbrick/vault'

import { withPostgres, withSqlite } from '../lib/grant-stores.mjs'
import { median } from '../lib/median.mjs'
import { importTesting, prepareVaultProgram } from '../lib/vault-program.mjs'

/**
 * @typedef {import('@mudbrick/vault').GrantStore} GrantStore
 * @typedef {import('../../tools/testing/vault/vault-process.ts').VaultProcess} VaultProcess
 * @typedef {import('../../tools/testing/vault/vault-process.ts').VaultPlace} VaultPlace
 * @typedef {{ place: VaultPlace['store'], store: GrantStore, name: string }} Opened
 * @typedef {Awaited<ReturnType<typeof startWorld>>} World
 */

/** @type {typeof import('../../tools/testing/vault/vault-process.ts')} */
const { startVaultProcess } = await importTesting('vault-process')
/** @type {typeof import('../../tools/testing/sandbox/sign-in.ts')} */
const { createSignIn } = await importTesting('sign-in')
/** @type {typeof import('../../tools/testing/sandbox/commerce-admin.ts')} */
const { commerceAdmin } = await importTesting('commerce-admin')

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 100)
const processes = 8
const callers = 100
// Longer than an access token lives.
const roundHours = 25
const hourMs = 3_600_000

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Many processes and one grant whose token has expired',
  method: `${processes} processes, ${callers} callers in each; time passes, the access token expires, and all of them ask at once; ${rounds} rounds. Right is one request to IMS, and for every caller the token that it gave. Waits are those of single callers, each from the moment that its process was asked; alone is one caller in one process, to whom the same happens.`,
  run: async ({ log }) => {
    const start = await prepareVaultProgram()
    return [
      await withSqlite((opened) => measure(start, { ...opened, name: 'SQLite' }, log)),
      await withPostgres((opened) => measure(start, { ...opened, name: 'PostgreSQL' }, log)),
    ]
  },
}

/**
 * @param {import('../../tools/testing/vault/vault-process.ts').StartVaultProgram} start
 * @param {Opened} opened
 * @param {(line: string) => void} log
 */
async function measure(start, { name, place, store }, log) {
  const world = await startWorld(store)
  const workers = Array.from({ length: processes }, () => startVaultProcess(start))
  try {
    await Promise.all(workers.map((worker) => worker.open({ ...world.place, store: place })))
    const total = { right: 0, requests: 0, usable: 0 }
    /** @type {number[]} */
    const waits = []
    /** @type {number[]} */
    const alone = []
    for (let round = 0; round < rounds; round += 1) {
      await world.expire(workers)
      const lonely = await ask(workers.slice(0, 1), world, 1)
      alone.push(...lonely.waits)
      await world.expire(workers)
      const outcome = await ask(workers, world, callers)
      total.requests += outcome.requests
      total.usable += outcome.usable
      if (outcome.requests === 1 && outcome.usable === processes * callers) total.right += 1
      waits.push(...outcome.waits)
      if ((round + 1) % 25 === 0) log(`${name}: ${round + 1} rounds`)
    }
    const sorted = waits.toSorted((a, b) => a - b)
    return {
      store: name,
      rounds,
      'right rounds': total.right,
      requests: total.requests,
      'usable tokens': total.usable,
      'alone ms': round1(median(alone)),
      'median ms': round1(median(sorted)),
      'p99 ms': round1(sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN),
      'max ms': round1(sorted.at(-1) ?? Number.NaN),
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    await world.close()
  }
}

/**
 * @param {readonly VaultProcess[]} workers
 * @param {World} world
 * @param {number} callersEach
 */
async function ask(workers, world, callersEach) {
  const before = world.requests()
  const answers = await Promise.all(
    workers.map((worker) => worker.getAccessTokens(world.grantId, callersEach)),
  )
  const tokens = new Set(answers.flatMap((answer) => answer.tokens))
  let usable = 0
  for (const token of tokens) {
    if (!(await world.isUsable(token))) continue
    usable += answers
      .filter((answer) => answer.tokens.includes(token) && answer.tokens.length === 1)
      .reduce((sum, { count }) => sum + count, 0)
  }
  return {
    requests: world.requests() - before,
    usable,
    waits: answers.flatMap(({ durations }) => durations),
  }
}

/**
 * A sandbox, one user who is signed in, and a clock that all processes share.
 * @param {GrantStore} store
 */
async function startWorld(store) {
  const sandbox = await createSandbox({ scheme: 'http' })
  const ports = { home: 0, ims: 0, aem: 0, commerce: 0 }
  const { origins, close } = await listen(sandbox, { ports, hosts: ['127.0.0.1'] })
  let requests = 0
  sandbox.journal.subscribe(({ parameters }) => {
    if (parameters['grant_type'] === 'refresh_token') requests += 1
  })
  const ims = createImsClient({ ...commerceAdmin, environment: origins.ims })
  const keyBytes = new Uint8Array(32).fill(7)
  const keys = createKeyring([{ keyId: 'key-1', bytes: keyBytes }])
  const vault = await createVault({ ims, store, keys })
  const grantId = await vault.add(await createSignIn(ims, fetch)())
  await vault.close()
  let offset = 0

  return {
    grantId,
    place: { imsOrigin: origins.ims, keyBytes, leaseMs: 30_000 },
    requests: () => requests,
    /** @param {readonly VaultProcess[]} workers */
    async expire(workers) {
      sandbox.clock.advance({ hours: roundHours })
      offset += roundHours * hourMs
      await Promise.all(workers.map((worker) => worker.setClock(offset)))
    },
    /** @param {string} token */
    isUsable: async (token) => (await validateToken(ims, token)).isValid,
    close,
  }
}

/** @param {number} value */
function round1(value) {
  return Math.round(value * 10) / 10
}
