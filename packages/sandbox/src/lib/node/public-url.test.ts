import {
  anyPorts,
  createTestListeners,
  echo,
  findFreePort,
  type TestListeners,
} from '@mudbrick/testing/test-listeners'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import type { ListeningSandbox } from './listener.ts'

let listeners: TestListeners

beforeAll(async () => {
  listeners = await createTestListeners()
})

afterEach(() => listeners.closeAll())

afterAll(() => listeners.remove())

describe('a public URL', () => {
  it('gives every service its host, with the service’s own port', async () => {
    const { origins } = await listeners.listenWith(echo, {
      publicUrl: 'https://sandbox.example:9440',
    })

    expect([origins.home, origins.ims, origins.aem]).toEqual([
      'https://sandbox.example:9440',
      expect.stringMatching(/^https:\/\/sandbox\.example:\d+$/),
      expect.stringMatching(/^https:\/\/sandbox\.example:\d+$/),
    ])
  })

  it('is where a request is seen, whether it came by it or by a name of this computer', async () => {
    const { port, origins } = await listenPublicly()

    const seen = await Promise.all(
      [new URL(origins.ims).host, `localhost:${port}`, `127.0.0.1:${port}`].map((host) =>
        listeners.send(`https://localhost:${port}/path`, { headers: { host } }),
      ),
    )

    expect(seen.map(({ body }) => body)).toEqual(Array(3).fill(`${origins.ims}/path`))
  })

  it.each(['evil.test', 'sandbox.example', 'sandbox.example:1'])(
    'opens no other name (%s)',
    async (host) => {
      const { port } = await listenPublicly()

      expect(
        (await listeners.send(`https://localhost:${port}/`, { headers: { host } })).status,
      ).toBe(421)
    },
  )

  it('is answered without a port where its scheme implies it', async () => {
    const ports = { ...anyPorts, home: await findFreePort() }
    await listeners.listenWith(echo, { publicUrl: 'https://sandbox.example', ports })

    const headers = { host: 'sandbox.example' }
    const { body } = await listeners.send(`https://localhost:${ports.home}/`, { headers })

    expect(body).toBe('https://sandbox.example/')
  })

  it.each([
    ['sandbox', 'is not the address of a web server: write one such as http://sandbox:8440.'],
    ['ftp://sandbox', 'is not the address of a web server: write one such as http://sandbox:8440.'],
    [
      'https://sandbox/path',
      'has more than scheme, host and port: write one such as http://sandbox:8440.',
    ],
    [
      'https://user@sandbox',
      'has more than scheme, host and port: write one such as http://sandbox:8440.',
    ],
    [
      'http://sandbox:8440',
      'is plain HTTP, which this sandbox does not serve: write one such as https://sandbox:8440, or serve plain HTTP.',
    ],
  ])('is refused when it is invalid: %s', async (publicUrl, problem) => {
    await expect(listeners.listenWith(echo, { publicUrl })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: `The public URL ${JSON.stringify(publicUrl)} ${problem}`,
    })
  })
})

/** IMS at its public name; the port at which this computer has it. */
async function listenPublicly(): Promise<ListeningSandbox & { readonly port: number }> {
  const ims = await findFreePort()
  const ports = { ...anyPorts, ims }
  const listening = await listeners.listenWith(echo, {
    publicUrl: 'https://sandbox.example:9440',
    ports,
  })
  return { ...listening, port: ims }
}
