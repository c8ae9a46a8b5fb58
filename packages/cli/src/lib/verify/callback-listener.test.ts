import { once } from 'node:events'
import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { type CallbackListener, isLocalAddress, listenForCallbacks } from './callback-listener.ts'

const signal = new AbortController().signal
let redirectUri: string
let listener: CallbackListener

beforeEach(async () => {
  redirectUri = `http://localhost:${await findFreePort()}/callback`
  listener = await listenForCallbacks(redirectUri)
})
afterEach(() => listener.close())

describe('listenForCallbacks()', () => {
  it('resolves with the address that its page tells, fragment included', async () => {
    const arrival = listener.lead(new URL('https://ims.test/'), signal)
    void tell(`${redirectUri}#code=a`)
    expect((await arrival).href).toBe(`${redirectUri}#code=a`)
  })

  it('answers a page with the address to go on to', async () => {
    const arrival = listener.lead(new URL('https://ims.test/1'), signal)
    const answered = tell(`${redirectUri}?code=a`)
    await arrival
    const next = listener.lead(new URL('https://ims.test/2'), signal)
    expect(await answered).toEqual([200, 'https://ims.test/2'])
    void tell(`${redirectUri}?code=b`)
    expect((await next).search).toBe('?code=b')
  })

  it.each([
    ['another page', { origin: 'https://evil.test' }, ''],
    ['no page', {}, ''],
    ['its page, of another address', undefined, '/other'],
  ])('takes nothing from %s', async (_, headers, path) => {
    const outcome = listener.lead(new URL('https://ims.test/'), AbortSignal.timeout(200))
    const caught = outcome.catch((error: unknown) => error)
    expect(await tell(`${redirectUri}${path}?code=a`, headers)).toEqual([404, ''])
    expect(await caught).toHaveProperty('name', 'TimeoutError')
  })

  it('closes beside a connection that says nothing', async () => {
    const silent = await import('node:net').then(({ connect }) =>
      connect(Number(new URL(redirectUri).port), 'localhost'),
    )
    await once(silent, 'connect')
    await listener.close()
    expect(silent.destroyed || (await once(silent, 'close'))).toBeTruthy()
    listener = await listenForCallbacks(redirectUri)
  })
})

describe('isLocalAddress()', () => {
  it.each([
    ['https://localhost:3001/callback', true],
    ['http://127.0.0.1/callback', true],
    ['http://[::1]:80/callback', true],
    ['https://app.test/callback', false],
    ['https://localhost.evil.test/callback', false],
    ['adobe+0123abcd://adobeid/my-app', false],
    ['callback', false],
  ])('%s: %j', (uri, isLocal) => {
    expect(isLocalAddress(uri)).toBe(isLocal)
  })
})

async function tell(
  address: string,
  headers: Readonly<Record<string, string>> = { origin: new URL(redirectUri).origin },
): Promise<readonly [number | undefined, string]> {
  const sent = request(new URL('/mudbrick-verify-arrival', redirectUri), {
    method: 'POST',
    headers,
    agent: false,
  })
  sent.on('error', () => undefined)
  sent.end(address)
  const [response] = await once(sent, 'response')
  return [response.statusCode, await text(response)]
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
