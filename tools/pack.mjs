// @ts-check
// Packs all published packages, so that a project outside this repository can install them.
import { requireNodeVersion } from './lib/node-version.mjs'

requireNodeVersion()
const { pack } = await import('./lib/pack.mjs')
await pack(process.argv.slice(2))
