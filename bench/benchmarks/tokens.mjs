// @ts-check
import {
  createClientCredentialsGrant,
  createCodeFlow,
  createRefreshChain,
  dialects,
} from '../lib/clients.mjs'
import { repeat } from '../lib/load.mjs'
import { median } from '../lib/median.mjs'
import { startProgram } from '../lib/program.mjs'
import { prepareSigningKey } from '../lib/signing-key.mjs'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = 3
const workers = 16

/** @typedef {import('../lib/clients.mjs').Dialect} Dialect */

/**
 * @typedef {object} Row
 * @property {string} name As the table shows it.
 * @property {(origin: string, dialect: Dialect) => Promise<import('../lib/clients.mjs').Operation>} create
 *   One connection's operation.
 * @property {readonly string[]} tokens What each answer holds that is signed with RS256.
 * @property {number} share The part of the signing limit that the sandbox is to reach.
 */

/** @type {readonly Row[]} */
const rows = [
  {
    name: 'client_credentials',
    create: createClientCredentialsGrant,
    tokens: ['access_token'],
    share: 0.8,
  },
  {
    name: 'refresh with rotation',
    create: createRefreshChain,
    tokens: ['access_token'],
    share: 0.75,
  },
  {
    name: 'code + PKCE, signed in',
    create: createCodeFlow,
    tokens: ['access_token', 'id_token'],
    share: 0.7 / 2,
  },
]

// The first of them is the limit that the targets are shares of.
const signers = {
  jose: 'RS256 signing alone (jose)',
  'node-crypto': 'RS256 signing alone (node:crypto)',
}

const bareServer = 'bare-server'

/** @type {Record<string, Dialect>} */
const contestants = { ...dialects, [bareServer]: dialects.mudbrick }

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Tokens per second of processor time',
  method: `${workers} connections kept alive over plain HTTP, from another process; ${rounds} rounds of ${seconds} s, the programs in turn; medians.`,
  run: async ({ log }) => {
    await prepareSigningKey()
    const limits = await Promise.all(
      Object.entries(signers).map(async ([name, title]) => ({
        title,
        program: await startProgram('rs256-signing', [name]),
      })),
    )
    const programs = await Promise.all(
      Object.entries(contestants).map(async ([name, dialect]) => ({
        name,
        dialect,
        program: await startProgram(name),
      })),
    )
    try {
      const table = []
      for (const row of rows) {
        log(`${row.name} …`)
        const able = programs.filter(({ name }) => name !== bareServer || row === rows[0])
        table.push(...(await measureRow(row, able, limits, log)))
      }
      return table
    } finally {
      await Promise.all([...limits, ...programs].map(({ program }) => program.stop()))
    }
  },
}

/**
 * @param {Row} row
 * @param {readonly { name: string, dialect: Dialect, program: import('../lib/program.mjs').Program }[]} programs
 * @param {readonly { title: string, program: import('../lib/program.mjs').Program }[]} limits
 * @param {(line: string) => void} log
 */
async function measureRow(row, programs, limits, log) {
  const able = []
  for (const { name, dialect, program } of programs) {
    try {
      const operations = await prepareOperations(row, program.origin, dialect)
      able.push({ name, program, repeat: () => repeat(operations, { seconds }) })
    } catch (error) {
      log(`  ${name} is left out: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }
  const signing = limits.map(({ title, program }) => ({
    name: title,
    program,
    repeat: async () => (await program.ask({ seconds })).count,
  }))
  const all = [...signing, ...able].map((contestant) => ({
    ...contestant,
    /** @type {number[]} */ perSecond: [],
    /** @type {number[]} */ perCpuSecond: [],
  }))
  for (let round = 0; round <= rounds; round += 1) {
    for (const contestant of all) {
      const figures = await measure(contestant)
      // The first round warms up.
      if (round === 0) continue
      contestant.perSecond.push(figures.perSecond)
      contestant.perCpuSecond.push(figures.perCpuSecond)
    }
  }
  const limitPerCpuSecond = median(all[0]?.perCpuSecond ?? [])
  return all.map(({ name, perSecond, perCpuSecond }) => {
    const figure = median(perCpuSecond)
    const share = figure / limitPerCpuSecond
    return {
      row: row.name,
      program: name,
      'per CPU second': Math.round(figure),
      'lowest–highest': `${Math.round(Math.min(...perCpuSecond))}–${Math.round(Math.max(...perCpuSecond))}`,
      'per second': Math.round(median(perSecond)),
      '% of the limit': `${Math.round(share * 100)} %`,
      target: name === 'mudbrick' ? judge(share, row.share) : '',
    }
  })
}

/**
 * One operation for each connection, after looking at what the first answers.
 * @param {Row} row
 * @param {string} origin
 * @param {Dialect} dialect
 */
async function prepareOperations(row, origin, dialect) {
  const operations = []
  for (let worker = 0; worker < workers; worker += 1) {
    operations.push(await row.create(origin, dialect))
  }
  requireTokens(row, (await operations[0]?.()) ?? {})
  return operations
}

/**
 * @param {Row} row
 * @param {Record<string, unknown>} answer
 */
function requireTokens(row, answer) {
  for (const name of row.tokens) {
    const [header = ''] = String(answer[name]).split('.')
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString() || '{}')
    if (alg !== 'RS256') throw new Error(`The ${name} of ${row.name} is not signed with RS256.`)
  }
}

/** @param {{ program: import('../lib/program.mjs').Program, repeat: () => Promise<number> }} contestant */
async function measure(contestant) {
  const cpuBefore = await contestant.program.readCpuSeconds()
  const before = performance.now()
  const count = await contestant.repeat()
  const elapsed = (performance.now() - before) / 1000
  const cpu = (await contestant.program.readCpuSeconds()) - cpuBefore
  return { perSecond: count / elapsed, perCpuSecond: count / cpu }
}

/**
 * @param {number} share
 * @param {number} target
 */
function judge(share, target) {
  const verdict = share >= target ? 'hit' : 'missed'
  return `${verdict} (${Math.round(target * 100)} %)`
}
