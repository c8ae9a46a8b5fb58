// @ts-check
import { styleFor } from './style.mjs'

/**
 * Does something that takes its time, and says so: on a terminal in one line that counts the
 * seconds, elsewhere in a line before and a line after.
 * @template T
 * @param {{ doing: string, done: string }} words
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress({ doing, done }, work) {
  const style = styleFor(process.stdout)
  const startedAt = performance.now()
  const show = () =>
    rewriteLine(`  ${style('cyan', '…')} ${doing} ${style('dim', since(startedAt))}`)
  if (process.stdout.isTTY) show()
  else console.log(`  … ${doing}`)
  const timer = process.stdout.isTTY ? setInterval(show, 1000) : undefined
  try {
    const result = await work()
    rewriteLine(`  ${style('green', '✓')} ${done} ${style('dim', since(startedAt))}\n`)
    return result
  } catch (error) {
    rewriteLine('')
    throw error
  } finally {
    clearInterval(timer)
  }
}

/**
 * A line on something that is done, in the same column.
 * @param {string} text
 */
export function sayDone(text) {
  console.log(`  ${styleFor(process.stdout)('green', '✓')} ${text}`)
}

/**
 * Seconds since a reading of `performance.now()`.
 * @param {number} startedAt
 */
export function since(startedAt) {
  const seconds = (performance.now() - startedAt) / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}

/** @param {string} text */
function rewriteLine(text) {
  // The cursor goes back, so that whatever is printed meanwhile takes the place of the line.
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[2K${text}\r`)
  else if (text !== '') process.stdout.write(text)
}
