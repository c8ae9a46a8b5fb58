// @ts-check
// Serves this page alone: `npm start`.
import { readSettings } from './src/settings.mjs'
import { serve } from './src/serve.mjs'

try {
  const { origin } = await serve(readSettings(import.meta.dirname, process.env))
  console.log(`Express Embed sample: ${origin}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
