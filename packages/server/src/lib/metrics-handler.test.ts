import { Counter, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createMetricsHandler } from './metrics-handler.ts'

const address = 'http://127.0.0.1:9000/metrics'
const bearerToken = 'fake-metrics-token'
const headers = { authorization: `Bearer ${bearerToken}` }

describe('createMetricsHandler()', () => {
  it('answers a reader with the bearer token', async () => {
    const handler = createMetricsHandler(createRegistry(), { bearerToken })
    const response = await handler(new Request(address, { headers }))
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toContain('signed_in_total 3')
  })

  it.each([undefined, 'Bearer fake-metrics-toke', 'fake-metrics-token', 'Bearer '])(
    'does not exist for %j',
    async (authorization) => {
      const handler = createMetricsHandler(createRegistry(), { bearerToken })
      const request = new Request(address, {
        headers: authorization === undefined ? {} : { authorization },
      })
      expect(await handler(request)).toHaveProperty('status', 404)
    },
  )

  it.each([undefined, {}, { bearerToken: undefined }, { bearerToken: '' }])(
    'is not created with the options %j: behind a proxy, all requests come from this machine',
    (options) => {
      expect(() => createMetricsHandler(createRegistry(), options as never)).toThrow(
        expect.objectContaining({
          option: 'bearerToken',
          message: expect.stringContaining('createMetricsServer'),
        }),
      )
    },
  )

  it.each(['secret', 'two words are not one token'])('refuses %j as a bearer token', (token) => {
    expect(() => createMetricsHandler(createRegistry(), { bearerToken: token })).toThrow(
      expect.objectContaining({ option: 'bearerToken' }),
    )
  })

  it('refuses other methods', async () => {
    const handler = createMetricsHandler(createRegistry(), { bearerToken })
    const request = new Request(address, { method: 'POST', headers })
    expect(await handler(request)).toHaveProperty('status', 405)
  })
})

function createRegistry(): Registry {
  const registry = new Registry()
  const counter = new Counter({ name: 'signed_in_total', help: 'Sign-ins', registers: [registry] })
  counter.inc(3)
  return registry
}
