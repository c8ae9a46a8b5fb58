// @ts-check
import { createSandbox } from '@mudbrick/sandbox'

// Sign-ins, each with ten calls of AEM, whose answers have about 10 kB.
const calls = 10
const limit = Number(process.argv[2])
const sandbox = await createSandbox({ journalLimit: limit })
const { ims, aem } = sandbox.origins

await record(200)
sandbox.journal.clear()
const before = readMegabytes()
await record(limit)
const recorded = readMegabytes() - before
const firstListMs = await time({})
const filterMs = await time({ outcome: 'failed' })
await time({ text: 'nothing of it' })
const textMs = await time({ text: 'nothing of it' })
const flows = (await sandbox.flows.list()).total
const exchanges = countExchanges()
await new Promise((resolve) => setImmediate(resolve))
const read = readMegabytes() - before
process.send?.({ exchanges, flows, recorded, read, firstListMs, filterMs, textMs })

/** @param {number} count */
async function record(count) {
  for (let index = 0; index < count; index += calls + 1) {
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const query = new URLSearchParams({ client_id: 'wknd-spa', state: `state-${index}` })
    await send(`${ims}/ims/authorize/v2?${query}`, {})
    for (let call = 0; call < calls; call += 1) {
      const headers = {
        authorization: `Bearer ${token}`,
        origin: 'https://localhost:3001',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36',
        'x-api-key': 'wknd-spa',
      }
      await send(`${aem}/adobe/sites/cf/models?limit=10&call=${index + call}`, headers)
    }
  }
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function send(url, headers) {
  const response = await sandbox.fetch(url, { headers })
  await response.arrayBuffer()
}

/** @param {import('@mudbrick/sandbox').FlowFilter} filter */
async function time(filter) {
  const start = performance.now()
  await sandbox.flows.list(filter)
  return performance.now() - start
}

/** In a function of its own: what a module's own line has read would still be in memory. */
function countExchanges() {
  return sandbox.journal.exchanges().length
}

/** Of the heap and of buffers, after a collection. */
function readMegabytes() {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1_048_576
}
