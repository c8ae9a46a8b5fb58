// @ts-check
// Serves this app alone: `npm start`.
import { serve } from './src/server/serve.mjs'

try {
  const { origin, close } = await serve(import.meta.dirname, process.env)
  console.log(`Commerce Admin: ${origin}`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void close().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
