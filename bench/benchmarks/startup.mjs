// @ts-check
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { dialects } from '../lib/clients.mjs'
import { median } from '../lib/median.mjs'
import { readMegabytes, spawnProgram, stop } from '../lib/program.mjs'
import { prepareSigningKey } from '../lib/signing-key.mjs'

const rounds = 9
const targets = { milliseconds: 180, megabytes: 75 }

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'Cold start and idle memory',
  method: `From the start of the process to the first 200 of the discovery document, asked for every 3 ms; resident memory 0.3 s later; ${rounds} starts of each, in turn; medians.`,
  run: async () => {
    await prepareSigningKey()
    const programs = Object.entries(dialects).map(([name, { discoveryPath }]) => ({
      name,
      discoveryPath,
      /** @type {number[]} */ milliseconds: [],
      /** @type {number[]} */ megabytes: [],
    }))
    for (let round = 0; round <= rounds; round += 1) {
      for (const program of programs) {
        const figures = await start(program)
        // The first round brings the files into memory.
        if (round === 0) continue
        program.milliseconds.push(figures.milliseconds)
        program.megabytes.push(figures.megabytes)
      }
    }
    return programs.map(({ name, milliseconds, megabytes }) => ({
      program: name,
      'first answer, ms': Math.round(median(milliseconds)),
      'lowest–highest': `${Math.round(Math.min(...milliseconds))}–${Math.round(Math.max(...milliseconds))}`,
      'idle, MB': Math.round(median(megabytes)),
      target: name === 'mudbrick' ? judge(median(milliseconds), median(megabytes)) : '',
    }))
  },
}

/** @param {{ name: string, discoveryPath: string }} program */
async function start({ name, discoveryPath }) {
  const port = await findFreePort()
  const before = performance.now()
  const child = spawnProgram(name, [String(port)])
  try {
    await waitForAnswer(`http://127.0.0.1:${port}${discoveryPath}`)
    const milliseconds = performance.now() - before
    await sleep(300)
    return { milliseconds, megabytes: readMegabytes(child) }
  } finally {
    await stop(child)
  }
}

/** @param {string} url */
async function waitForAnswer(url) {
  const deadline = performance.now() + 20_000
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    await sleep(3)
  }
  throw new Error(`${url} has not answered with 200 in 20 s.`)
}

/** @returns {Promise<number>} */
function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address !== 'object' || address === null) throw new Error('There is no port.')
      server.close(() => resolve(address.port))
    })
  })
}

/**
 * @param {number} milliseconds
 * @param {number} megabytes
 */
function judge(milliseconds, megabytes) {
  const time = milliseconds <= targets.milliseconds ? 'hit' : 'missed'
  const memory = megabytes <= targets.megabytes ? 'hit' : 'missed'
  return `${time} (${targets.milliseconds} ms), ${memory} (${targets.megabytes} MB)`
}
