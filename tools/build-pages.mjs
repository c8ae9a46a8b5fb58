// @ts-check
// Builds the pages of the sandbox, when they are older than their sources.
import { buildPages } from './lib/build-pages.mjs'
import { reportFailure } from './lib/failure.mjs'

try {
  await buildPages()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}
