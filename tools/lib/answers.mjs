// @ts-check
import { once } from 'node:events'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

import { Failure } from './failure.mjs'

const patienceMs = 60_000

/**
 * Waits until every origin answers a request, as a browser that trusts the authority would send it.
 * @param {string[]} origins
 * @param {string} ca
 * @param {AbortSignal} [signal]
 */
export async function waitForAnswers(origins, ca, signal) {
  await Promise.all(origins.map((origin) => waitForAnswer(origin, ca, signal)))
}

/**
 * @param {string} origin
 * @param {string} ca
 * @param {AbortSignal} [signal]
 */
async function waitForAnswer(origin, ca, signal) {
  const giveUpAt = performance.now() + patienceMs
  let last = 'no answer'
  while (performance.now() < giveUpAt) {
    signal?.throwIfAborted()
    last = await ask(origin, ca)
    if (last === 'answered') return
    await sleep(50)
  }
  throw new Failure(`${origin} does not work (${last}): stop it with Ctrl-C and start again.`)
}

/**
 * @param {string} origin
 * @param {string} ca
 */
async function ask(origin, ca) {
  // The sandbox keeps this path out of its journal; the samples answer at any.
  const address = `${origin}/origins.json`
  const request = origin.startsWith('https:')
    ? requestHttps(address, { ca, agent: false, timeout: 10_000 })
    : requestHttp(address, { agent: false, timeout: 10_000 })
  request.on('timeout', () => request.destroy(new Error('no answer within 10 s')))
  try {
    const answered = once(request, 'response')
    request.end()
    const [response] = await answered
    response.resume()
    return response.statusCode < 500 ? 'answered' : `HTTP ${response.statusCode}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
