// @ts-check
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A path inside the checkout.
 * @param {string[]} parts
 */
export const inRepository = (...parts) => join(root, ...parts)
