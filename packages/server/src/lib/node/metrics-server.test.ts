import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'

import { createTestServers, send } from '@mudbrick/testing/test-server'
import { afterEach, describe, expect, it } from 'vitest'

import { createMetricsServer } from './metrics-server.ts'

const servers = createTestServers()
afterEach(() => servers.closeAll())

const registry = { contentType: 'text/plain; version=0.0.4', metrics: async () => 'up 1\n' }

/** An address of this machine that is not that of the loopback interface. */
const outerAddress = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

describe('createMetricsServer()', () => {
  it('shows the metrics to a reader on this machine', async () => {
    const port = await listen()
    const { status, headers, body } = await send(`http://127.0.0.1:${port}/metrics?name=up`)
    expect([status, headers['content-type'], body]).toEqual([200, registry.contentType, 'up 1\n'])
  })

  it('has nothing at other paths, and refuses other methods', async () => {
    const port = await listen()
    const other = await send(`http://127.0.0.1:${port}/`)
    const post = await send(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })
    expect([other.status, post.status]).toEqual([404, 405])
  })

  it.each(['localhost', 'LOCALHOST:9464', '[::1]:9464'])('answers at the host %s', async (host) => {
    expect(await readStatus(await listen(), host)).toBe('200')
  })

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', ''])(
    'does not answer a page that has named this machine %j',
    async (host) => {
      expect(await readStatus(await listen(), host)).toBe('404')
    },
  )

  it.skipIf(outerAddress === undefined)(
    'does not answer what arrives by another interface, even if it listens there',
    async () => {
      const port = await listen('0.0.0.0')
      const headers = { host: 'localhost' }
      const { status } = await send(`http://${outerAddress}:${port}/metrics`, { headers })
      expect(status).toBe(404)
    },
  )
})

async function listen(host = '127.0.0.1'): Promise<number> {
  const server = createMetricsServer(registry).listen(0, host)
  await once(server, 'listening')
  servers.closeAfterTest(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function readStatus(port: number, host: string): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return (await text(socket)).split(' ')[1]
}
