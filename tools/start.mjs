// @ts-check
// Installs what is missing, then runs the sandbox and the samples until it is told to stop.
// Only node-version.mjs is imported first: an old Node cannot parse the rest.
import { requireNodeVersion } from './lib/node-version.mjs'

requireNodeVersion()
const { start } = await import('./lib/start.mjs')
await start(process.argv.slice(2))
