// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs'

import { inRepository } from './repository.mjs'
import { styleFor } from './style.mjs'

/** A step that did not work, told in one sentence, with what it printed. */
export class Failure extends Error {
  /**
   * @param {string} sentence
   * @param {{ output?: string, cause?: unknown }} [details]
   */
  constructor(sentence, { output = '', cause } = {}) {
    super(sentence, { cause })
    this.output = output
  }

  /** The few lines of the output that matter: those on errors, else the last ones. */
  get lines() {
    const lines = this.output
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '' && !/^\s+at /.test(line))
    const errors = lines.filter((line) => /error.*\w/i.test(line))
    return errors.length > 0 ? errors.slice(0, 6) : lines.slice(-6)
  }
}

/**
 * Tells a failure to the terminal, never with a stack trace: that of a fault of our own goes to a file.
 * @param {unknown} error
 */
export function reportFailure(error) {
  const style = styleFor(process.stderr)
  const { sentence, lines } = describe(error)
  for (const line of lines) console.error(style('dim', `    ${line}`))
  for (const line of sentence.split('\n')) console.error(`${style('red', '  ✗')} ${line}`)
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof Failure) return { sentence: error.message, lines: error.lines }
  if (error instanceof Error && error.name === 'SandboxError') {
    return { sentence: error.message, lines: [] }
  }
  return { sentence: describeOwnFault(error), lines: [] }
}

/** @param {unknown} error */
function describeOwnFault(error) {
  const path = inRepository('.cache', 'logs', 'fault.log')
  mkdirSync(inRepository('.cache', 'logs'), { recursive: true })
  writeFileSync(path, `${error instanceof Error ? error.stack : String(error)}\n`)
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return `Something unexpected failed (${message}): the details are in .cache/logs/fault.log.`
}
