import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

import { listen } from '@mudbrick/sandbox/node'
import { afterEach, describe, expect, it } from 'vitest'

import { describeTaken, listPorts, readPortOffset, requireFreePorts } from './ports.mjs'

let servers: Server[] = []

afterEach(() => {
  for (const server of servers) server.close()
  servers = []
})

describe('readPortOffset()', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['100', 100],
  ])('reads %s as %i', (text, offset) => {
    expect(readPortOffset({ MUDBRICK_PORT_OFFSET: text })).toBe(offset)
  })

  it.each(['-1', '1.5', 'abc', '57001', '1e3'])('says what to do about %s', (text) => {
    expect(() => readPortOffset({ MUDBRICK_PORT_OFFSET: text })).toThrow(
      `MUDBRICK_PORT_OFFSET is ${text}, which is not a whole number from 0 to 57000: put one, such as 100, or unset it.`,
    )
  })
})

describe('listPorts()', () => {
  it('knows the ports that the sandbox listens on', async () => {
    const offset = 12_300
    const sandbox = {
      portOffset: offset,
      servedAt: () => () => Promise.resolve(new Response()),
    }
    const { origins, close } = await listen(sandbox, { certificate: { certificate: '', key: '' } })
    await close()

    expect(Object.values(origins).map((origin) => Number(new URL(origin).port))).toEqual(
      listPorts(offset)
        .map(({ port }) => port)
        .slice(3),
    )
  })
})

describe('requireFreePorts()', () => {
  it.each(['127.0.0.1', '::1'])('names a port that is taken on %s', async (host) => {
    const port = await takePort(host)

    await expect(requireFreePorts(12_400, { spa: port })).rejects.toThrow(
      `Port ${port} (for the WKND SPA) is taken: stop what uses it, or move all ports with  MUDBRICK_PORT_OFFSET=12500 npm start`,
    )
  })

  it('accepts ports that are free', async () => {
    await expect(requireFreePorts(12_400)).resolves.toBeUndefined()
  })
})

describe('describeTaken()', () => {
  const [spa, express, admin, home, ims, aem] = listPorts(0)

  it('names all ports in one sentence', () => {
    expect(describeTaken([spa, home, ims].filter(isPresent), 6, 100)).toMatch(
      /^Ports 3001 \(for the WKND SPA\), 8440 \(for the sandbox's home page\) and 8443 \(for Adobe IMS\) are taken: stop what uses them, or /,
    )
  })

  it('guesses that Mudbrick runs already when all are taken', () => {
    expect(
      describeTaken([spa, express, admin, home, ims, aem].filter(isPresent), 6, 100),
    ).toContain('are taken, perhaps by a Mudbrick that runs already: stop what uses them')
  })

  it('does not propose to move where there is no room', () => {
    expect(describeTaken([ims].filter(isPresent), 6, undefined)).toBe(
      'Port 8443 (for Adobe IMS) is taken: stop what uses it.',
    )
  })
})

async function takePort(host: string): Promise<number> {
  const server = createServer()
  await once(server.listen(0, host), 'listening')
  servers.push(server)
  return (server.address() as AddressInfo).port
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined
}
