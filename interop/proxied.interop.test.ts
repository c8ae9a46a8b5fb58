import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { findNode, installNodeVersions } from './lib/node-versions.ts'

/* `@mudbrick/sandbox/intercept` on a computer whose environment names a proxy, with the releases of Node.js that use it. */

const intercept = new URL('../packages/sandbox/dist/intercept.js', import.meta.url).href
const program = fileURLToPath(new URL('programs/proxied.mjs', import.meta.url))

let proxy: Server
let asked: string[]

beforeAll(async () => {
  installNodeVersions()
  proxy = createServer((request, response) => {
    asked.push(String(request.url))
    response.end('from the proxy')
  })
  proxy.on('connect', (request, socket) => {
    asked.push(String(request.url))
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
}, 300_000)

afterAll(() => proxy.close())

it.each(['node-22', 'node-24'] as const)(
  '%s asks the sandbox for Adobe, and the proxy for other hosts',
  async (version) => {
    asked = []
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const { stdout } = await promisify(execFile)(
      findNode(version),
      ['--import', intercept, program],
      {
        env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: address, HTTPS_PROXY: address },
      },
    )

    expect(JSON.parse(stdout)).toEqual({ fetch: 200, https: 200, elsewhere: 'failed' })
    expect(asked).toEqual(['service.example:443'])
  },
)
