import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeOnSignals } from '@mudbrick/server/node'

// A server whose calls take as long as their path says, and which tells the test what happens.

const server = createServer(async ({ url = '' }, outgoing) => {
  process.send?.('called')
  await sleep(Number.parseInt(url.slice(1), 10))
  outgoing.end('done')
})
closeOnSignals(server, {
  timeoutMs: Number(process.env['ENDING_TIMEOUT_MS'] ?? 25_000),
  close: () => {
    process.send?.('closed')
  },
  onEnd: ({ message }) => {
    if (message !== '') process.send?.(message)
  },
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
