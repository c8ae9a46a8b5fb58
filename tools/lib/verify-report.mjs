// @ts-check
import { readdirSync, readFileSync } from 'node:fs'

import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'

/**
 * @typedef {{ readonly file: string, readonly name: string, readonly result: string, readonly why?: string,
 *   readonly differences?: readonly { readonly at: string, readonly expected: string, readonly found: string }[] }} Result
 * @typedef {{ readonly date: string, readonly target: string, readonly exchanges: readonly Result[] }} Report
 */

/**
 * Every exchange of the contract, with its file.
 *
 * @returns {{ file: string, exchange: Record<string, any> }[]}
 */
export function readFacts() {
  return ['ims', 'aem', 'commerce'].flatMap((service) =>
    readdirSync(inRepository(`contract/${service}`))
      .toSorted()
      .flatMap((name) => {
        const file = `${service}/${name}`
        const { exchanges } = JSON.parse(readFileSync(inRepository(`contract/${file}`), 'utf8'))
        return exchanges.map((/** @type {Record<string, any>} */ exchange) => ({ file, exchange }))
      }),
  )
}

/**
 * Reads a report of `mudbrick verify`, and refuses any other text, or one that could hold something of its sender's.
 *
 * @param {string} text
 * @param {string} name
 * @returns {Report}
 */
export function parseReport(text, name) {
  const flaw = findFlaw(parseJson(text))
  if (flaw !== undefined) throw new Failure(`${name} is no report of mudbrick verify: ${flaw}.`)
  return JSON.parse(text)
}

/** @param {any} report */
function findFlaw(report) {
  if (typeof report !== 'object' || report === null) return 'it is no JSON object'
  const unknown = Object.keys(report).find((key) => !(key in members))
  if (unknown !== undefined) return 'it has a member that reports do not have'
  const wrong = Object.entries(members).find(([key, pattern]) => !pattern.test(String(report[key])))
  if (wrong) return `its ${wrong[0]} is not as reports have it`
  if (!Array.isArray(report.exchanges)) return 'it has no exchanges'
  const known = new Set(readFacts().map(({ file, exchange }) => `${file} ${exchange['name']}`))
  for (const result of report.exchanges) {
    if (!known.has(`${result?.file} ${result?.name}`))
      return 'it names an exchange that the contract does not have'
    const id = `${result.file} ${result.name}`
    known.delete(id)
    const flaw = findFlawOfResult(result)
    if (flaw !== undefined) return `${flaw} (${id})`
  }
  const counts = ['same', 'differs', 'not tried'].map(
    (kind) => report.exchanges.filter((/** @type {Result} */ { result }) => result === kind).length,
  )
  const { same, differs, 'not tried': notTried } = report.counts ?? {}
  return counts.join() === [same, differs, notTried].join() ? undefined : 'its counts are wrong'
}

/** What a report has, and how. The target of a test is the sandbox. */
const members = {
  format: /^mudbrick-verify-1$/,
  date: /^\d{4}-\d\d-\d\d$/,
  mudbrick: /^\d+\.\d+\.\d+(?:-[\w.]+)?$/,
  node: /^v\d+\.\d+\.\d+$/,
  target: /^(?:adobe|sandbox|other)$/,
  counts: /object/,
  exchanges: /object/,
}

/** @param {any} one */
function findFlawOfResult(one) {
  const { result, why, differences } = one
  const own = ['file', 'name', 'result', 'why', 'differences']
  if (Object.keys(one).some((key) => !own.includes(key)))
    return 'a result has a member that results do not have'
  if (!/^(?:same|differs|not tried)$/.test(String(result))) return 'a result is of no known kind'
  if ((result === 'differs') !== (differences !== undefined)) return 'differences are missing'
  if ((result === 'not tried') !== (why !== undefined)) return 'a reason is missing'
  if (why !== undefined && !isHarmless(why)) return 'a reason has more in it than a reason'
  for (const { at, expected, found, ...others } of differences ?? []) {
    if (Object.keys(others).length > 0 || ![at, expected].every(isHarmless))
      return 'a difference has more in it than forms'
    if (!/^(?:another )?[a-z ]{4,20}$|^\d{3}$/.test(String(found)))
      return 'what was found is not told by its form'
  }
  return undefined
}

/**
 * Neither a token nor an address of e-mail, nor longer than what the program writes.
 *
 * @param {unknown} text
 */
function isHarmless(text) {
  return typeof text === 'string' && text.length <= 400 && !/eyJ\w{10}|\w@\w/.test(text)
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
