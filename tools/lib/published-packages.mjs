// @ts-check
import { existsSync, readFileSync, readdirSync } from 'node:fs'

import { inRepository } from './repository.mjs'

/**
 * @typedef {object} Entry
 * @property {string} subpath The key in `exports`: `.`, `./node`.
 * @property {string} specifier What a user imports: `@mudbrick/sandbox/node`.
 * @property {string} source The source file, from the package's folder.
 * @property {string} types The compiled declarations, from the package's folder.
 */

/**
 * @typedef {object} PublishedPackage
 * @property {string} name As npm knows it.
 * @property {string} folder From the root of the checkout: `packages/http`.
 * @property {string} version The present one.
 * @property {Entry[]} entries What can be imported from it.
 * @property {string[]} plannedEntries Keys in `exports` whose source is not written yet.
 */

/**
 * The packages that npm's users get, as their own package.json describes them. What is announced
 * there but has no source yet is left out.
 * @returns {PublishedPackage[]}
 */
export function listPublishedPackages() {
  return readdirSync(inRepository('packages'))
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(inRepository(folder, 'package.json')))
    .flatMap((folder) => readPublishedPackage(folder))
}

/**
 * @param {string} folder
 * @returns {PublishedPackage[]}
 */
function readPublishedPackage(folder) {
  const manifest = JSON.parse(readFileSync(inRepository(folder, 'package.json'), 'utf8'))
  if (manifest.private === true) return []
  const { name, version, bin = {}, exports = {} } = manifest
  const announced = Object.entries(exports).map(([subpath, conditions]) =>
    createEntry(name, subpath, conditions),
  )
  /** @param {string} source */
  const isWritten = (source) => source !== '' && existsSync(inRepository(folder, source))
  const entries = announced.filter(({ source }) => isWritten(source))
  const planned = announced.filter(({ source }) => !isWritten(source))
  const hasProgram = Object.values(bin).some((path) => isWritten(path))
  if (entries.length === 0 && !hasProgram) return []
  const plannedEntries = planned.map(({ subpath }) => subpath)
  return [{ name, folder, version, entries, plannedEntries }]
}

/**
 * @param {string} name
 * @param {string} subpath
 * @param {Record<string, string>} conditions
 * @returns {Entry}
 */
function createEntry(name, subpath, conditions) {
  return {
    subpath,
    specifier: `${name}${subpath.slice(1)}`,
    source: conditions['@mudbrick/source'] ?? '',
    types: conditions.types ?? '',
  }
}
