// @ts-check
import { readFileSync, realpathSync } from 'node:fs'

import { inRepository } from './repository.mjs'

/**
 * The folder of a package of this repository; nothing for those of a registry.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findWorkspace(name) {
  const lock = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8'))
  const entry = lock.packages[`node_modules/${name}`]
  return entry?.link === true ? realpathSync(inRepository(entry.resolved)) : undefined
}
