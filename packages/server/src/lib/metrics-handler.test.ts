import { Counter, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createMetricsHandler } from './metrics-handler.ts'

const address = 'http://127.0.0.1:9000/metrics'
const bearerToken = 'fake-metrics-token'

describe('createMetricsHandler()', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'answers a reader at %s',
    async (remoteAddress) => {
      const handler = createMetricsHandler(createRegistry())
      const response = await handler(new Request(address), { remoteAddress })
      expect(response.headers.get('content-type')).toContain('text/plain')
      expect(await response.text()).toContain('signed_in_total 3')
    },
  )

  it.each(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', undefined])(
    'does not exist for a reader at %s',
    async (remoteAddress) => {
      const handler = createMetricsHandler(createRegistry())
      expect(await handler(new Request(address), { remoteAddress })).toHaveProperty('status', 404)
    },
  )

  it('does not exist where nobody says who reads', async () => {
    const handler = createMetricsHandler(createRegistry())
    expect(await handler(new Request(address))).toHaveProperty('status', 404)
  })

  it.each(['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'])(
    'does not exist for whom a proxy on this machine brings, as %s tells',
    async (name) => {
      const handler = createMetricsHandler(createRegistry())
      const request = new Request(address, { headers: { [name]: '192.0.2.1' } })
      expect(await handler(request, { remoteAddress: '127.0.0.1' })).toHaveProperty('status', 404)
    },
  )

  it('answers whoever shows the bearer token, from anywhere', async () => {
    const handler = createMetricsHandler(createRegistry(), { bearerToken })
    const headers = { authorization: `Bearer ${bearerToken}` }
    const response = await handler(new Request(address, { headers }), {
      remoteAddress: '192.0.2.1',
    })
    expect(response.status).toBe(200)
  })

  it.each([undefined, 'Bearer fake-metrics-toke', 'fake-metrics-token', 'Bearer '])(
    'does not exist for %j where there is a bearer token, not even on this machine',
    async (authorization) => {
      const handler = createMetricsHandler(createRegistry(), { bearerToken })
      const headers = authorization === undefined ? {} : { authorization }
      const response = await handler(new Request(address, { headers }), {
        remoteAddress: '127.0.0.1',
      })
      expect(response.status).toBe(404)
    },
  )

  it('refuses a bearer token that could be guessed', () => {
    expect(() => createMetricsHandler(createRegistry(), { bearerToken: 'secret' })).toThrow(
      expect.objectContaining({ option: 'bearerToken' }),
    )
  })

  it('refuses other methods', async () => {
    const handler = createMetricsHandler(createRegistry())
    const request = new Request(address, { method: 'POST' })
    expect(await handler(request, { remoteAddress: '::1' })).toHaveProperty('status', 405)
  })
})

function createRegistry(): Registry {
  const registry = new Registry()
  const counter = new Counter({ name: 'signed_in_total', help: 'Sign-ins', registers: [registry] })
  counter.inc(3)
  return registry
}
