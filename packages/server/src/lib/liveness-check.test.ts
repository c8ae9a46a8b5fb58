import { describe, expect, it } from 'vitest'
import { createLivenessCheck } from './liveness-check.ts'

const request = new Request('https://app.example/live')

describe('createLivenessCheck()', () => {
  it('answers 200', async () => {
    const response = createLivenessCheck()(request)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await response.json()).toEqual({ status: 'ok' })
  })

  it('has no body for HEAD, and refuses other methods', async () => {
    const checkLiveness = createLivenessCheck()
    const head = checkLiveness(new Request(request, { method: 'HEAD' }))
    expect([head.status, await head.text()]).toEqual([200, ''])
    const post = checkLiveness(new Request(request, { method: 'POST' }))
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})
