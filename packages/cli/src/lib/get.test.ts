import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ensureCertificate } from '@mudbrick/sandbox/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { get } from './get.ts'

const { signal } = new AbortController()
let folder: string
let servers: Server[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-get-'))
  servers = []
  vi.stubEnv('MUDBRICK_HOME', folder)
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) {
    vi.stubEnv(name, undefined)
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

describe('get()', () => {
  it('gives up on a server that does not answer', async () => {
    const url = await serve(createServer(() => undefined))
    await expect(get(url, {}, signal, 100)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })

  it('gives up on a server that never ends its answer', async () => {
    const url = await serve(
      createServer((_, response) => {
        const timer = setInterval(() => response.write('x'), 10)
        response.on('close', () => clearInterval(timer))
      }),
    )
    await expect(get(url, {}, signal, 150)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })

  it('reads no more of an answer than is needed', async () => {
    const url = await serve(createServer((_, response) => response.end('x'.repeat(5_000_000))))
    expect((await get(url, {}, signal)).body.length).toBeLessThan(200_000)
  })

  it('trusts the sandbox at this computer', async () => {
    const url = await serveOverTls(Date.now())
    expect(await get(url, {}, signal)).toMatchObject({ status: 200, body: 'ok' })
  })

  it('tells a certificate that has ended', async () => {
    const url = await serveOverTls(Date.parse('2015-01-01'))
    await expect(get(url, {}, signal)).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' })
  })

  it('tells a certificate that nothing vouches for', async () => {
    const url = await serveOverTls(Date.now())
    vi.stubEnv('MUDBRICK_HOME', join(folder, 'other'))
    await expect(get(url, {}, signal)).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    })
  })

  it('asks by the proxy of the environment, and tells that it wants a password', async () => {
    const asked: string[] = []
    const proxy = await serve(
      createServer((request, response) => {
        asked.push(request.url ?? '')
        response.writeHead(407).end()
      }),
    )
    vi.stubEnv('HTTP_PROXY', proxy.origin)
    vi.stubEnv('NO_PROXY', '')
    const url = new URL('http://author.example/adobe/sites/cf/models')
    expect(await get(url, {}, signal)).toMatchObject({ status: 407 })
    expect(asked).toEqual([url.href])
  })
})

async function serveOverTls(now: number): Promise<URL> {
  const { certificate, key } = await ensureCertificate({ clock: { now: () => now } })
  const answer: RequestListener = (_, response) => void response.end('ok')
  const server = createTlsServer({ cert: certificate, key }, answer)
  return serve(server, 'https:')
}

async function serve(server: Server, scheme = 'http:'): Promise<URL> {
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return new URL(`${scheme}//127.0.0.1:${port}/`)
}
