// @ts-check
// Installs what is missing, then checks and tests everything.
// Only node-version.mjs is imported first: an old Node cannot parse the rest.
import { requireNodeVersion } from './lib/node-version.mjs'

requireNodeVersion()
const { test } = await import('./lib/test.mjs')
await test(process.argv.slice(2))
