// @ts-check
// Gives all published packages their next version, or publishes them.
import { release } from './lib/release.mjs'

await release(process.argv.slice(2))
