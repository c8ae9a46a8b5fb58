import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it, vi } from 'vitest'

import { closeConnections, platformFetch } from './platform-fetch.ts'

describe('platformFetch()', () => {
  it('is the platform’s fetch also after modules were reset', async () => {
    vi.resetModules()
    const again = await import('./platform-fetch.ts')
    expect(again.platformFetch).toBe(platformFetch)
    expect(again.platformFetch).not.toBe(globalThis.fetch)
  })
})

describe('closeConnections()', () => {
  it('closes a connection that was kept open, and lets the next request open another', async () => {
    const server = createServer((_request, response) => response.end('answer')).listen(0)
    server.keepAliveTimeout = 60_000
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const ask = async (): Promise<string> =>
      (await platformFetch(`http://127.0.0.1:${port}/`)).text()
    const closed = new Promise((resolve) => {
      server.once('connection', (socket) => socket.once('close', resolve))
    })

    expect(await ask()).toBe('answer')
    await closeConnections()
    await closed
    expect(await ask()).toBe('answer')
    await closeConnections()
    server.close()
  })
})
