// @ts-check
import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

import { createImsClient } from '@mudbrick/ims/credentials'
import { createKeyring, createVault } from '@mudbrick/vault'
import { createSqliteGrantStore } from '@mudbrick/vault/sqlite'
import { DatabaseSync } from '@photostructure/sqlite'

import { announce } from '../lib/serve.mjs'

const [file = '', role = 'measured'] = process.argv.slice(2)
const grants = 400
const resolutionMs = 5
const key = { keyId: 'bench', bytes: new Uint8Array(32).fill(7) }
const token = randomBytes(763).toString('base64url')
const record = {
  version: 1,
  clientId: 'commerce-admin',
  subjectHash: undefined,
  keyId: 'bench',
  dueAt: undefined,
  isRevocationPending: false,
  sealed: 's'.repeat(2_800),
}
const store = createSqliteGrantStore({ file })

/** @type {Record<string, (seconds: number, perSecond: number) => Promise<object>>} */
const operations = { refresh, 'write-on-main-thread': writeOnMainThread }

if (role === 'writer') void writeForever(50)
announce('', async ({ operation, seconds, perSecond }) =>
  operations[operation]?.(seconds, perSecond),
)

/**
 * Refreshes grants in turn, so many a second, and measures how late timers of this process are.
 * @param {number} seconds
 * @param {number} perSecond
 */
async function refresh(seconds, perSecond) {
  const vault = await createVault({ ims: createIms(), store, keys: createKeyring([key]) })
  const ids = []
  for (let index = 0; index < grants; index += 1) ids.push(await vault.add(createGrant()))
  let failures = 0
  let refreshes = 0
  const result = await measure(seconds, perSecond, async (turn) => {
    await vault.refresh(ids[turn % grants] ?? '').then(
      () => (refreshes += 1),
      () => (failures += 1),
    )
  })
  await vault.close()
  return { ...result, refreshes, failures }
}

/**
 * The four writes of a refresh, each a transaction of the bare driver on the main thread.
 * @param {number} seconds
 * @param {number} perSecond
 */
async function writeOnMainThread(seconds, perSecond) {
  const database = new DatabaseSync(file)
  database.exec('pragma busy_timeout = 5000; pragma synchronous = full')
  database.exec('create table if not exists bench_writes (id integer primary key, sealed text)')
  const write = database.prepare('insert or replace into bench_writes values (?, ?)')
  let refreshes = 0
  const result = await measure(seconds, perSecond, async (turn) => {
    for (let step = 0; step < 4; step += 1) {
      write.run(turn % grants, record.sealed)
      await new Promise(setImmediate)
    }
    refreshes += 1
  })
  database.close()
  return { ...result, refreshes, failures: 0 }
}

/**
 * @param {number} seconds
 * @param {number} perSecond
 * @param {(turn: number) => Promise<unknown>} work
 */
async function measure(seconds, perSecond, work) {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  const startedAt = performance.now()
  /** @type {Set<Promise<unknown>>} */
  const underWay = new Set()
  histogram.enable()
  for (let turn = 0; performance.now() - startedAt < seconds * 1_000; turn += 1) {
    const waitMs = startedAt + (turn * 1_000) / perSecond - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    const working = work(turn).finally(() => underWay.delete(working))
    underWay.add(working)
  }
  histogram.disable()
  await Promise.all(underWay)
  const late = (/** @type {number} */ nanoseconds) => nanoseconds / 1e6 - resolutionMs
  return {
    p50: late(histogram.percentile(50)),
    p99: late(histogram.percentile(99)),
    max: late(histogram.max),
  }
}

/** @param {number} perSecond */
async function writeForever(perSecond) {
  const id = randomBytes(12).toString('hex')
  for (let version = 0; ; version += 1) {
    await store.compareAndSwap(id, version, { ...record, version: version + 1 })
    await sleep(1_000 / perSecond)
  }
}

function createIms() {
  return createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: 'https://localhost:3002/auth/callback',
    scopes: 'AdobeID,openid,offline_access',
    environment: 'https://ims.example',
    fetch: async () =>
      Response.json({
        access_token: randomBytes(763).toString('base64url'),
        refresh_token: randomBytes(440).toString('base64url'),
        token_type: 'bearer',
        expires_in: 86_399,
      }),
  })
}

/** @returns {import('@mudbrick/ims').ImsGrant} */
function createGrant() {
  return {
    tokenSet: {
      accessToken: token,
      refreshToken: randomBytes(440).toString('base64url'),
      tokenType: 'bearer',
      expiresInSeconds: 86_399,
    },
    claims: undefined,
    scopes: ['AdobeID', 'openid', 'offline_access'],
    receivedAt: Date.now(),
    expiresAt: Date.now() + 86_399_000,
  }
}
