// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { parseEnv } from 'node:util'

import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'

/**
 * @typedef {{ port: number, purpose: string }} Port
 * @typedef {{ spa?: number | undefined, express?: number | undefined, admin?: number | undefined }} SamplePorts
 */

/** Leaves every port below 65536. */
const largestOffset = 57_000

/**
 * By how much every port is moved.
 * @param {NodeJS.ProcessEnv} environment
 */
export function readPortOffset(environment) {
  const text = environment.MUDBRICK_PORT_OFFSET ?? ''
  if (text === '') return 0
  if (/^\d{1,5}$/.test(text) && Number(text) <= largestOffset) return Number(text)
  throw new Failure(
    `MUDBRICK_PORT_OFFSET is ${text}, which is not a whole number from 0 to ${largestOffset}: put one, such as 100, or unset it.`,
  )
}

/**
 * The ports of everything that `npm start` runs.
 * @param {number} offset
 * @param {SamplePorts} [samples]
 * @returns {Port[]}
 */
export function listPorts(offset, samples = {}) {
  const { spa = 3001 + offset, express = 8000 + offset, admin = 3002 + offset } = samples
  return [
    { port: spa, purpose: 'the WKND SPA' },
    { port: express, purpose: 'the Express Embed sample' },
    { port: admin, purpose: 'the Commerce Admin sample' },
    { port: 8440 + offset, purpose: "the sandbox's home page" },
    { port: 8443 + offset, purpose: 'Adobe IMS' },
    { port: 8444 + offset, purpose: 'the AEM author' },
    { port: 8445 + offset, purpose: 'Commerce' },
  ]
}

/**
 * The ports that the samples' own configurations name, if they name any.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {SamplePorts}
 */
export function readSamplePorts(environment) {
  return {
    spa: readSamplePort('wknd-spa', 'PORT', environment),
    express: readSamplePort('express-embed', 'EXPRESS_PORT', environment),
    admin: readSamplePort('commerce-admin', 'COMMERCE_REDIRECT_URI', environment),
  }
}

/**
 * @param {string} sample
 * @param {string} name Of the variable that is the port, or an address with one.
 * @param {NodeJS.ProcessEnv} environment
 */
function readSamplePort(sample, name, environment) {
  const file = inRepository('examples', sample, '.env')
  const variables = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const value = environment[name] ?? variables[name] ?? ''
  const port = Number(URL.canParse(value) ? new URL(value).port : value)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

/**
 * Rejects with one sentence that names every port that is taken, and how to move.
 * @param {number} offset
 * @param {SamplePorts} [samples]
 */
export async function requireFreePorts(offset, samples) {
  const ports = listPorts(offset, samples)
  const taken = await findTaken(ports)
  if (taken.length === 0) return
  throw new Failure(describeTaken(taken, ports.length, await findFreeOffset(offset)))
}

/**
 * @param {Port[]} taken
 * @param {number} count
 * @param {number | undefined} freeOffset
 */
export function describeTaken(taken, count, freeOffset) {
  const list = taken.map(({ port, purpose }) => `${port} (for ${purpose})`)
  const ports = `${taken.length === 1 ? 'Port' : 'Ports'} ${joinWords(list)} ${taken.length === 1 ? 'is' : 'are'} taken`
  const guess = taken.length === count ? ', perhaps by a Mudbrick that runs already' : ''
  const advice = `stop what uses ${taken.length === 1 ? 'it' : 'them'}`
  return freeOffset === undefined
    ? `${ports}${guess}: ${advice}.`
    : `${ports}${guess}: ${advice}, or move all ports with  ${describeMove(freeOffset)}`
}

/** @param {number} offset */
function describeMove(offset) {
  return process.platform === 'win32'
    ? `$env:MUDBRICK_PORT_OFFSET=${offset}; npm start`
    : `MUDBRICK_PORT_OFFSET=${offset} npm start`
}

/** @param {string[]} words */
function joinWords(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** @param {number} offset */
async function findFreeOffset(offset) {
  for (let next = offset + 100; next <= Math.min(offset + 1000, largestOffset); next += 100) {
    if ((await findTaken(listPorts(next))).length === 0) return next
  }
  return undefined
}

/** @param {Port[]} ports */
async function findTaken(ports) {
  const answers = await Promise.all(ports.map(({ port }) => isTaken(port)))
  return ports.filter((_, index) => answers[index])
}

/** @param {number} port */
async function isTaken(port) {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => isTakenOn(host, port)))
  return answers.includes(true)
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isTakenOn(host, port) {
  return new Promise((resolve) => {
    const server = createServer()
    // A computer without IPv6 has no ::1 that could be taken.
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code === 'EADDRINUSE' || error.code === 'EACCES'),
    )
    server.listen({ host, port }, () => server.close(() => resolve(false)))
  })
}
