import { createFakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it } from 'vitest'
import { createHealthCheck } from './health-check.ts'

const request = new Request('https://app.example/health')
const healthy = { isHealthy: true, store: 'reachable', key: 'present' } as const
const unhealthy = { isHealthy: false, store: 'unreachable', key: 'present' } as const

describe('createHealthCheck()', () => {
  it('answers 200 when the vault is well', async () => {
    const response = await createHealthCheck({ check: async () => healthy })(request)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.has('retry-after')).toBe(false)
    expect(await response.json()).toEqual({ status: 'ok' })
  })

  it('answers 503 when it is not, and does not say why', async () => {
    const response = await createHealthCheck({ check: async () => unhealthy })(request)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toEqual({ status: 'unavailable' })
  })

  it('answers 503 when the vault fails', async () => {
    const check = () => Promise.reject(new Error('connection refused by 10.1.2.3'))
    const response = await createHealthCheck({ check })(request)
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('10.1.2.3')
  })

  it('answers 503 when the vault does not answer in time', async () => {
    const clock = createFakeTime()
    const checkHealth = createHealthCheck({ check: () => new Promise(() => {}) }, { clock })
    const answering = checkHealth(request)
    clock.pass(2_000)
    expect(await answering).toHaveProperty('status', 503)
  })

  it('asks the vault once for all who ask at a time', async () => {
    let asked = 0
    const check = async () => {
      asked += 1
      return healthy
    }
    const checkHealth = createHealthCheck({ check })
    await Promise.all([checkHealth(request), checkHealth(request)])
    expect(asked).toBe(1)
    await checkHealth(request)
    expect(asked).toBe(2)
  })

  it('has no body for HEAD, and nothing for other methods', async () => {
    const checkHealth = createHealthCheck({ check: async () => healthy })
    const head = await checkHealth(new Request(request, { method: 'HEAD' }))
    expect([head.status, await head.text()]).toEqual([200, ''])
    const post = await checkHealth(new Request(request, { method: 'POST' }))
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})
