// @ts-check
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'

/**
 * A program of the folder `programs/`, in a process of its own.
 * @typedef {object} Program
 * @property {string} origin Where it serves.
 * @property {() => Promise<number>} readCpuSeconds Processor time that it has used since its start, in all threads.
 * @property {() => number} readMegabytes Resident memory.
 * @property {(question: object) => Promise<any>} ask Sends a message and waits for the answer.
 * @property {() => Promise<void>} stop Ends it, and waits until it has ended.
 */

/**
 * Starts a program, and waits until it says where it serves.
 * @param {string} name
 * @param {readonly string[]} [args]
 * @returns {Promise<Program>}
 */
export async function startProgram(name, args = []) {
  const child = spawnProgram(name, args)
  const { origin } = await receive(name, child)
  return {
    origin,
    readCpuSeconds: () => readCpuSeconds(name, child),
    readMegabytes: () => readMegabytes(child),
    ask: (question) => ask(name, child, question),
    stop: () => stop(child),
  }
}

/**
 * Starts a program without waiting for it.
 * @param {string} name
 * @param {readonly string[]} args
 */
export function spawnProgram(name, args) {
  const file = fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url))
  const command = [process.execPath, ...(profiled === name ? profiling : []), file, ...args]
  const [program = '', ...rest] = isPinned ? ['taskset', '-c', '0', ...command] : command
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** @param {import('node:child_process').ChildProcess} child */
export function readMegabytes(child) {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
}

/** @param {import('node:child_process').ChildProcess} child */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.once('exit', () => {
  for (const child of running) child.kill()
})

// The name of a program whose CPU profiles are wanted.
const profiled = process.env['BENCH_PROFILE']
const profiling = [
  '--cpu-prof',
  `--cpu-prof-dir=${fileURLToPath(new URL('../results', import.meta.url))}`,
]

// Programs on one core, load on another: neither then takes time from the other's.
const isPinned = os.availableParallelism() > 1 && existsSync('/usr/bin/taskset')
if (isPinned) execFileSync('taskset', ['-a', '-cp', '1', String(process.pid)])

const ticksPerSecond = 100

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 */
async function readCpuSeconds(name, child) {
  if (os.platform() !== 'linux') return ask(name, child, { question: 'cpu-seconds' })
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(afterName[11]) + Number(afterName[12])) / ticksPerSecond
}

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @param {object} question
 */
function ask(name, child, question) {
  child.send(question)
  return receive(name, child)
}

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<any>}
 */
function receive(name, child) {
  return new Promise((resolve, reject) => {
    /** @param {unknown} message */
    const onMessage = (message) => {
      child.off('exit', onExit)
      resolve(message)
    }
    const onExit = () => {
      child.off('message', onMessage)
      reject(new Error(`The program ${name} ended before it answered.`))
    }
    child.once('message', onMessage)
    child.once('exit', onExit)
  })
}
