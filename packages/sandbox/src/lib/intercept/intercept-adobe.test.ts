import dns from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import tls, { connect } from 'node:tls'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { listen } from '../node/listener.ts'
import { interceptAdobe, type AdobeInterception } from './intercept-adobe.ts'

const discovery = 'https://ims-na1.adobelogin.com/ims/.well-known/openid-configuration'

describe('interceptAdobe()', () => {
  let stop: AdobeInterception | undefined
  const lookup = vi.spyOn(dns, 'lookup')

  beforeEach(() => {
    lookup.mockImplementation(() => {
      throw new Error('A name was looked up.')
    })
  })

  afterEach(() => {
    stop?.()
    lookup.mockReset()
  })

  it('lets the sandbox answer as IMS under its production name', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { text } = await get(discovery)
    expect(JSON.parse(text)).toMatchObject({ issuer: 'https://ims-na1.adobelogin.com' })
  })

  it('answers as the stage of IMS under the name of the stage', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { text } = await get(discovery.replace('na1', 'na1-stg1'))
    expect(JSON.parse(text)).toMatchObject({ issuer: 'https://ims-na1-stg1.adobelogin.com' })
  })

  it('lets the sandbox answer as the AEM author of any tenant', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { status } = await get('https://author-p7-e8.adobeaemcloud.com/adobe/folders')
    expect(status).toBe(401)
  })

  it('lets the sandbox answer as the Commerce of any tenant', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { status } = await get('https://na1-qa.api.commerce.adobe.com/AbC123/V1/products')
    expect(status).toBe(401)
  })

  it('creates a sandbox of its own where it is given none', async () => {
    stop = interceptAdobe()
    expect(await get('https://ims-na1.adobelogin.com/ims/keys')).toMatchObject({ status: 200 })
  })

  it('delivers the body of a request', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { text } = await get('https://ims-na1.adobelogin.com/ims/token/v3', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=authorization_code&client_id=wknd-spa&code=unknown',
    })
    expect(JSON.parse(text)).toMatchObject({ error: 'invalid_grant' })
  })

  it('answers for the host that was connected to, whatever the request claims', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const { text } = await get(discovery, { headers: { host: 'other.example' } })
    expect(JSON.parse(text)).toMatchObject({ issuer: 'https://ims-na1.adobelogin.com' })
  })

  it('refuses another host of Adobe without looking it up', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    await expect(get('https://cc-api.adobe.io/')).rejects.toMatchObject({
      code: 'unknown_origin',
      message: expect.stringContaining('cc-api.adobe.io'),
    })
  })

  it('refuses a connection to IMS that is not HTTPS', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const socket = net.connect(80, 'ims-na1.adobelogin.com')
    const [error] = await new Promise<Error[]>((resolve) => {
      socket.on('error', (...reasons) => resolve(reasons))
    })
    expect(error?.message).toMatch(/not HTTPS/)
  })

  describe('behind a proxy', () => {
    let proxy: Server
    let port: number
    let tunnelled: string

    beforeEach(async () => {
      tunnelled = ''
      proxy = createServer()
      proxy.on('connect', (_, socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.on('data', (data) => (tunnelled += String(data)))
      })
      port = await listenAnywhere(proxy)
    })

    afterEach(() => {
      proxy.close()
      vi.unstubAllEnvs()
    })

    async function askThroughTunnel(hostname: string): Promise<string> {
      const tunnel = net.connect(port, '127.0.0.1')
      tunnel.write(`CONNECT ${hostname}:443 HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
      await once(tunnel, 'data')
      const socket = tls.connect({ socket: tunnel, servername: hostname })
      socket.end(`GET /ims/keys HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`)
      const answer = await readText(socket)
      await once(tunnel, 'close')
      return answer
    }

    it('answers where a client has opened a tunnel with an agent of its own', async () => {
      stop = interceptAdobe({ sandbox: await createSandbox() })
      expect(await askThroughTunnel('ims-na1.adobelogin.com')).toContain('HTTP/1.1 200')
      expect(tunnelled).toBe('')
    })

    it('sends nothing to another host of Adobe through a tunnel', async () => {
      stop = interceptAdobe({ sandbox: await createSandbox() })
      await expect(askThroughTunnel('cc-api.adobe.io')).rejects.toThrow(
        'stopped a request to cc-api.adobe.io',
      )
      expect(tunnelled).toBe('')
    })

    it('takes Adobe’s hosts out of the environment’s proxy until it is stopped', () => {
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`)
      vi.stubEnv('NO_PROXY', 'intranet.example')
      const stopThis = interceptAdobe()
      const during = [process.env['NO_PROXY'], process.env['no_proxy']]
      stopThis()
      expect(during).toEqual([
        expect.stringMatching(/^intranet\.example,.*,\.adobelogin\.com/),
        during[0],
      ])
      expect([process.env['NO_PROXY'], process.env['no_proxy']]).toEqual([
        'intranet.example',
        undefined,
      ])
    })

    it('leaves the environment alone where it names no proxy', () => {
      for (const name of ['https_proxy', 'http_proxy', 'all_proxy', 'no_proxy'].flatMap((lower) => [
        lower,
        lower.toUpperCase(),
      ]))
        vi.stubEnv(name, undefined)
      stop = interceptAdobe()
      expect(process.env['NO_PROXY']).toBeUndefined()
    })
  })

  it('ends the connection where a fault drops it', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'GET /ims/keys', drop: true })
    stop = interceptAdobe({ sandbox })
    await expect(get('https://ims-na1.adobelogin.com/ims/keys')).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
  })

  it('does not touch a host that is not of Adobe', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    const server = createServer((_, answer) => answer.end('mine'))
    const port = await listenAnywhere(server)
    const text = await readAll(net.connect(port, '127.0.0.1'))
    server.close()
    expect(text).toContain('mine')
  })

  it('reaches a program that imported connect() by name', async () => {
    stop = interceptAdobe({ sandbox: await createSandbox() })
    expect(connect).toBe(tls.connect)
  })

  it('leaves everything as it was when it is stopped', () => {
    const before = [tls.connect, net.Socket.prototype.connect]
    interceptAdobe()()
    expect([tls.connect, net.Socket.prototype.connect]).toEqual(before)
  })

  it('lets the newest interception answer, and the older one when that is stopped', async () => {
    const [older, newer] = [await createSandbox(), await createSandbox()]
    newer.faults.add({ match: 'GET /ims/keys', status: 503 })
    stop = interceptAdobe({ sandbox: older })
    const stopNewer = interceptAdobe({ sandbox: newer })
    const during = await get('https://ims-na1.adobelogin.com/ims/keys')
    stopNewer()
    const after = await get('https://ims-na1.adobelogin.com/ims/keys')
    expect([during.status, after.status]).toEqual([503, 200])
  })

  it('refuses an address of a sandbox that is no origin', () => {
    expect(() => interceptAdobe({ sandbox: 'localhost:8440/home' })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    )
  })
})

describe('interceptAdobe() with a running sandbox', () => {
  it('lets it answer under the production name, at whatever ports', async () => {
    const sandbox = await createSandbox({ scheme: 'http' })
    const { origins, close } = await listen(sandbox, {
      ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
    })
    using _ = interceptAdobe({ sandbox: origins.home })
    const { text } = await get(discovery)
    await close()
    expect(JSON.parse(text)).toMatchObject({ issuer: 'https://ims-na1.adobelogin.com' })
  })

  it('says so where no sandbox runs', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    using _ = interceptAdobe({ sandbox: 'http://localhost:1' })
    const { status, text } = await get(discovery)
    log.mockRestore()
    expect([status, text]).toEqual([502, expect.stringContaining('http://localhost:1')])
  })

  it('says so where another program answers', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const server = createServer((_, answer) => answer.end('mine'))
    const home = `http://localhost:${await listenAnywhere(server)}`
    using _ = interceptAdobe({ sandbox: home })
    const { status, text } = await get(discovery)
    server.close()
    log.mockRestore()
    expect([status, text]).toEqual([502, expect.stringContaining('is not the home page')])
  })
})

async function listenAnywhere(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, resolve)
  })
  return (server.address() as AddressInfo).port
}

interface PostOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

function get(
  url: string,
  { body, ...options }: PostOptions = {},
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { agent: false, ...options }, (answer) => {
      void readAll(answer).then((text) => resolve({ status: answer.statusCode, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  if (stream instanceof net.Socket) {
    stream.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
  }
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
