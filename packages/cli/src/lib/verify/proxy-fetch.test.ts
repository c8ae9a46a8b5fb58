import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { ensureCertificate } from '@mudbrick/sandbox/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createProxyFetch, findProxy } from './proxy-fetch.ts'

const folder = mkdtempSync(join(tmpdir(), 'mudbrick-proxy-'))
let asked: string[] = []
let proxy: Server
let target: Server
let trust: { readonly ca: string }
let answerOfProxy = 200

beforeAll(async () => {
  const {
    certificate: cert,
    key,
    ca,
  } = await ensureCertificate({
    directory: folder,
    host: 'ims.test',
  })
  trust = { ca }
  target = createHttpsServer({ cert, key }, (request, response) => {
    void text(request).then((body) =>
      response
        .writeHead(302, {
          location: '/elsewhere',
          'x-type': request.headers['content-type'] ?? 'none',
        })
        .end(body),
    )
  })
  await once(target.listen(0, '127.0.0.1'), 'listening')
  proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('by proxy')
  })
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (answerOfProxy !== 200) {
      socket.end(`HTTP/1.1 ${answerOfProxy} No\r\n\r\n`)
      return
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const upstream = connect((target.address() as AddressInfo).port, '127.0.0.1')
    upstream.on('error', () => undefined)
    socket.on('error', () => undefined)
    socket.pipe(upstream).pipe(socket)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
})
beforeEach(() => {
  asked = []
  answerOfProxy = 200
})
afterAll(() => {
  proxy.close()
  target.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('createProxyFetch()', () => {
  it('goes through a tunnel to HTTPS, with method, form and status, and follows nothing', async () => {
    const response = await fetchByProxy('https://ims.test/ims/token/v3', {
      method: 'POST',
      body: new URLSearchParams({ code: 'a' }),
    })
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
      302,
      '/elsewhere',
      'code=a',
    ])
    expect(response.headers.get('x-type')).toContain('application/x-www-form-urlencoded')
    expect(asked).toEqual(['CONNECT ims.test:443'])
  })

  it('asks for plain HTTP by the whole address', async () => {
    const response = await fetchByProxy('http://commerce.test/a?b=c', {})
    expect([await response.text(), asked]).toEqual(['by proxy', ['GET http://commerce.test/a?b=c']])
  })

  it('sends the name and password of the proxy', async () => {
    await fetchByProxy('https://ims.test/', {}, 'ada:p%40ss@')
    expect(asked[0]).toBe(`CONNECT ims.test:443 Basic ${btoa('ada:p@ss')}`)
  })

  it('says what a proxy answers that refuses', async () => {
    answerOfProxy = 407
    await expect(fetchByProxy('https://ims.test/', {})).rejects.toHaveProperty(
      'code',
      'the proxy answered HTTP 407',
    )
  })
})

describe('findProxy()', () => {
  const environment = { HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: '.corp.test, other.test' }

  it.each([
    ['https://ims-na1.adobelogin.com/', 'http://proxy.test:3128/'],
    ['https://a.corp.test/', undefined],
    ['https://other.test/', undefined],
    ['https://another.test/', 'http://proxy.test:3128/'],
    ['https://localhost:8443/', undefined],
    ['http://commerce.test/', undefined],
  ])('%s: %s', (address, found) => {
    expect(findProxy(new URL(address), environment)?.href).toBe(found)
  })
})

function fetchByProxy(address: string, init: RequestInit, user = ''): Promise<Response> {
  const { port } = proxy.address() as AddressInfo
  const origin = `http://${user}127.0.0.1:${port}`
  const direct = (): Promise<Response> => Promise.reject(new Error('not by the proxy'))
  const environment = { HTTPS_PROXY: origin, http_proxy: origin }
  return createProxyFetch(direct, environment, trust)(new URL(address), init)
}
