// @ts-check
// Builds packages and examples from nothing, so that a deleted source leaves no output behind.
import { requireNodeVersion } from './lib/node-version.mjs'

requireNodeVersion()
const { build } = await import('./lib/build.mjs')
await build()
