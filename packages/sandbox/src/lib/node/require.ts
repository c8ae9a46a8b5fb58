import { createRequire } from 'node:module'

/** Loads a package at once where an `import` would have to wait, when it is needed and not at the start. */
export const require: NodeJS.Require = createRequire(import.meta.url)
