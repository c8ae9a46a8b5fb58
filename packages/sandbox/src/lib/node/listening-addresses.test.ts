import { networkInterfaces } from 'node:os'

import {
  anyPorts,
  attempt,
  createTestListeners,
  echo,
  findFreePort,
  hasIpv6,
  type TestListeners,
} from '@mudbrick/testing/test-listeners'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let listeners: TestListeners

beforeAll(async () => {
  listeners = await createTestListeners()
})

afterEach(() => listeners.closeAll())

afterAll(() => listeners.remove())

describe('the addresses of a listener', () => {
  it.runIf(hasIpv6())('listens on ::1 too', async () => {
    const { origins } = await listeners.listenWith(echo)
    const { port } = new URL(origins.aem)

    expect((await listeners.send(`https://[::1]:${port}/path`)).body).toBe(`${origins.aem}/path`)
  })

  it('listens on no other address of this computer', async () => {
    const { origins } = await listeners.listenWith(echo)
    const { port } = new URL(origins.home)

    const attempts = await Promise.all(
      ['127.0.0.2', ...otherAddresses()].map((host) => attempt(host, Number(port))),
    )

    expect(new Set(attempts)).toEqual(new Set(['ECONNREFUSED']))
  })

  it('goes on without an address that this computer has not', async () => {
    // 192.0.2.0/24 is not in use (RFC 5737).
    const { origins } = await listeners.listenWith(echo, { hosts: ['127.0.0.1', '192.0.2.1'] })

    expect((await listeners.send(`${origins.ims}/`)).status).toBe(200)
  })

  it('rejects when this computer has none of the addresses', async () => {
    await expect(listeners.listenWith(echo, { hosts: ['192.0.2.1'] })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message:
        '192.0.2.1 is no address of this computer (EADDRNOTAVAIL): name one of its own, such as 127.0.0.1, or 0.0.0.0 for all of them.',
    })
  })
})

describe('a port that is taken', () => {
  it('is named with what it is for and how to move', async () => {
    const port = await listeners.takePort('127.0.0.1')

    await expect(
      listeners.listenWith(echo, { ports: { ...anyPorts, ims: port } }),
    ).rejects.toMatchObject({
      name: 'SandboxError',
      code: 'port_taken',
      port,
      message: `Port ${port}, which is for Adobe IMS, is taken by another program: stop that program, or move all ports with MUDBRICK_PORT_OFFSET=100 npm start.`,
    })
  })

  it('is named with the advice that listen() was given', async () => {
    const port = await listeners.takePort('127.0.0.1')
    const options = { ports: { ...anyPorts, ims: port }, portAdvice: 'choose others with --port' }

    await expect(listeners.listenWith(echo, options)).rejects.toThrow(
      /: stop that program, or choose others with --port\.$/,
    )
  })

  it.runIf(hasIpv6())('is noticed on ::1 alone', async () => {
    const port = await listeners.takePort('::1')

    await expect(
      listeners.listenWith(echo, { ports: { ...anyPorts, aem: port } }),
    ).rejects.toMatchObject({
      code: 'port_taken',
      port,
    })
  })

  it('leaves nothing listening', async () => {
    const home = await findFreePort()
    const ims = await listeners.takePort('127.0.0.1')

    await listeners.listenWith(echo, { ports: { ...anyPorts, home, ims } }).catch(() => undefined)

    expect(await attempt('127.0.0.1', home)).toBe('ECONNREFUSED')
  })
})

/** Addresses of this computer in its networks. */
function otherAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address),
  )
}
