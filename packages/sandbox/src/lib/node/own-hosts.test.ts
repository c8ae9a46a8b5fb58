import { createTestListeners, echo, type TestListeners } from '@mudbrick/testing/test-listeners'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let listeners: TestListeners

beforeAll(async () => {
  listeners = await createTestListeners()
})

afterEach(() => listeners.closeAll())

afterAll(() => listeners.remove())

describe('a name of the listener', () => {
  it('shows a request at the own origin of its port, whichever own name it was sent to', async () => {
    const { origins } = await listeners.listenWith(echo)
    const { port } = new URL(origins.ims)

    const seen = await Promise.all(
      ['localhost', '127.0.0.1', 'LOCALHOST'].map((name) =>
        listeners.send(`${origins.ims}/path`, { headers: { host: `${name}:${port}` } }),
      ),
    )

    expect(seen.map(({ body }) => body)).toEqual(Array(3).fill(`${origins.ims}/path`))
  })
})

describe('a name that is not the listener’s', () => {
  it.each(['evil.test', 'localhost.evil.test', 'localhost', 'user@localhost'])(
    'is answered with 421 (%s)',
    async (name) => {
      const { origins } = await listeners.listenWith(echo)

      const { status, body } = await listeners.send(`${origins.home}/`, { headers: { host: name } })

      expect([status, body]).toEqual([
        421,
        `This server of the Mudbrick sandbox answers only at ${origins.home}: open it there.\n`,
      ])
    },
  )

  it('is refused with the port of another service', async () => {
    const { origins } = await listeners.listenWith(echo)
    const host = new URL(origins.aem).host

    expect((await listeners.send(`${origins.home}/`, { headers: { host } })).status).toBe(421)
  })
})
