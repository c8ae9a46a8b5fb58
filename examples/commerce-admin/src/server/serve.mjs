// @ts-check
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { ensurePage } from './build-page.mjs'
import { createDispatcher } from './dispatcher.mjs'
import { readSettings } from './settings.mjs'

/**
 * What the processes tell the first one, and are told by it. A connection comes with its socket.
 * @typedef {{ type: 'ready' } | { type: 'failed', message: string } | { type: 'connection', id: number } | { type: 'taken', id: number } | { type: 'asked' } | { type: 'moment', moment: import('./grant-history.mjs').GrantMoment }} Message
 */

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const program = join(import.meta.dirname, 'server-process.mjs')

/**
 * Serves the app by several processes behind one address; one that ends is replaced.
 * @param {string} folder Of this app.
 * @param {import('./settings.mjs').Environment} environment
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 * @throws An Error that says in a sentence what to correct.
 */
export async function serve(folder, environment) {
  const settings = readSettings(folder, environment)
  const pageFolder = await ensurePage(folder)
  const dispatcher = createDispatcher()
  /** @type {Set<ChildProcess>} */
  const alive = new Set()
  let isClosing = false

  const start = async (/** @type {string} */ name) => {
    const child = fork(program, [folder, pageFolder, name], {
      execArgv: [],
      env: createEnvironment(settings, environment),
    })
    alive.add(child)
    child.once('exit', () => alive.delete(child))
    child.on('message', (/** @type {Message} */ message) => passOn(message, child, alive))
    await waitUntilReady(child)
    dispatcher.add(child)
    child.once('exit', () => {
      if (!isClosing) void replace(name)
    })
  }
  const replace = async (/** @type {string} */ name) => {
    console.error(`${name} of Commerce Admin has ended, and is started again.`)
    await start(name).catch((error) => console.error(error.message))
  }

  const listeners = await listen(settings.redirectUri, dispatcher.dispatch)
  const close = async () => {
    isClosing = true
    for (const listener of listeners) listener.close()
    await Promise.all([...alive].map((child) => end(child)))
  }
  const names = Array.from({ length: settings.processCount }, (_, index) => `Process ${index + 1}`)
  try {
    await Promise.all(names.map((name) => start(name)))
  } catch (error) {
    await close()
    throw error
  }
  return { origin: settings.redirectUri.origin, close }
}

/**
 * Node's fetch reads whom to trust from its environment, when the process starts.
 * @param {import('./settings.mjs').Settings} settings
 * @param {import('./settings.mjs').Environment} environment
 */
function createEnvironment({ caPath }, environment) {
  return { ...environment, ...(caPath === undefined ? {} : { NODE_EXTRA_CA_CERTS: caPath }) }
}

/**
 * What one process knows of the history of grants, the others are told.
 * @param {Message} message
 * @param {ChildProcess} sender
 * @param {Iterable<ChildProcess>} children
 */
function passOn(message, sender, children) {
  if (message.type !== 'moment') return
  for (const child of children) {
    if (child !== sender && child.connected) child.send(message)
  }
}

/** @param {ChildProcess} child */
async function waitUntilReady(child) {
  /** @type {Message} */
  const message = await new Promise((resolve) => {
    child.on('message', (/** @type {Message} */ told) => {
      if (told.type === 'ready' || told.type === 'failed') resolve(told)
    })
    child.once('exit', () =>
      resolve({
        type: 'failed',
        message: 'A process of Commerce Admin ended before it was ready.',
      }),
    )
  })
  if (message.type === 'failed') throw new Error(message.message)
}

/**
 * Listens on both loopback addresses.
 * @param {URL} address
 * @param {(socket: import('node:net').Socket) => void} onConnection
 */
async function listen({ port, protocol }, onConnection) {
  const number = Number(port) || (protocol === 'https:' ? 443 : 80)
  const listeners = []
  for (const host of ['127.0.0.1', '::1']) {
    // Nothing is to be read here: the process that gets the connection begins with its first byte.
    const listener = createServer({ pauseOnConnect: true }, onConnection)
    listener.listen(number, host)
    try {
      // The second is only tried once the first listens.
      // oxlint-disable-next-line no-await-in-loop
      await once(listener, 'listening')
      listeners.push(listener)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      // A computer without IPv6 has no ::1.
      if (listeners.length > 0 && code === 'EADDRNOTAVAIL') continue
      for (const open of listeners) open.close()
      throw new Error(
        `Port ${number} cannot be had (${code}): stop what uses it, or choose another with COMMERCE_REDIRECT_URI, which has to be registered.`,
        { cause: error },
      )
    }
  }
  return listeners
}

/** @param {ChildProcess} child */
async function end(child) {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([exit, sleep(closingMs)])
  child.kill('SIGKILL')
}

const closingMs = 900
