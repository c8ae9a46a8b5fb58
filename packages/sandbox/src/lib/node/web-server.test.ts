import { once } from 'node:events'
import { Agent } from 'node:https'
import { connect as connectTcp } from 'node:net'

import {
  attempt,
  createTestListeners,
  echo,
  type TestListeners,
} from '@mudbrick/testing/test-listeners'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let listeners: TestListeners

beforeAll(async () => {
  listeners = await createTestListeners()
})

afterEach(() => listeners.closeAll())

afterAll(() => listeners.remove())

describe('an invalid request', () => {
  it.each([
    ['a line of noise', 'noise\r\n\r\n', 400],
    [
      'a header field without a name',
      'GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n: x\r\n\r\n',
      400,
    ],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 421],
    [
      'another server’s URL',
      'GET https://evil.test/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['an invalid path', 'OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n', 400],
    [
      'a backslash in the path',
      'GET /a\\b HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n', 501],
    ['CONNECT', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n', 501],
    [
      'header fields above 64 KiB',
      `GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: ${'x'.repeat(70_000)}\r\n\r\n`,
      431,
    ],
  ])('is answered with a status and a sentence: %s', async (_, bytes, status) => {
    const { origins } = await listeners.listenWith(echo)

    const answer = await listeners.sendBytes(origins.home, bytes)

    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*\\r\\n\\r\\n(The|This) [^\\n]*\\.\\n$`),
    )
  })

  it('leaves the next one alone', async () => {
    const { origins } = await listeners.listenWith(echo)
    await listeners.sendBytes(origins.home, 'noise\r\n\r\n')

    expect((await listeners.send(`${origins.home}/`)).status).toBe(200)
  })
})

describe('close()', () => {
  it('frees the ports while connections are kept alive, idle, and half-way through a handshake', async () => {
    const { origins, close } = await listeners.listenWith(echo)
    const { port } = new URL(origins.home)
    const agent = new Agent({ keepAlive: true })
    await listeners.send(`${origins.home}/`, { agent })
    await once(
      connectTcp(Number(port), '127.0.0.1').on('error', () => undefined),
      'connect',
    )
    const startedAt = Date.now()

    await close()

    expect({
      isPrompt: Date.now() - startedAt < 900,
      attempt: await attempt('127.0.0.1', Number(port)),
    }).toEqual({ isPrompt: true, attempt: 'ECONNREFUSED' })
  })

  it('lets an answer on its way arrive', async () => {
    const { origins, close } = await listeners.listenWith(async () => {
      void close()
      await Promise.resolve()
      return new Response('late')
    })

    expect((await listeners.send(`${origins.home}/`)).body).toBe('late')
  })
})
