import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { throttleAem, type ThrottlingOptions } from './throttling.ts'

async function throttled(options?: ThrottlingOptions): Promise<{
  readonly call: () => Promise<Response>
  readonly clock: ReturnType<typeof createFakeClock>
}> {
  const clock = createFakeClock()
  const sandbox = await createSandbox({ clock })
  const token = await createSandboxUser(sandbox).obtainAccessToken()
  sandbox.faults.add(throttleAem(options))
  const call = (): Promise<Response> =>
    sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    })
  return { call, clock }
}

describe('throttleAem()', () => {
  it('refuses for a minute, with Retry-After in seconds', async () => {
    const { call, clock } = await throttled()
    const refused = await call()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    clock.advance({ seconds: 59 })
    expect((await call()).status).toBe(429)
    clock.advance({ seconds: 1 })
    expect((await call()).status).toBe(200)
  })

  it('writes Retry-After as a date, by the clock of the sandbox', async () => {
    const { call, clock } = await throttled({ retryAfterAs: 'date', seconds: 30 })
    const inHalfAMinute = new Date(clock.now() + 30_000).toUTCString()
    expect((await call()).headers.get('retry-after')).toBe(inHalfAMinute)
  })

  it('lets the first calls pass where it is asked to', async () => {
    const { call } = await throttled({ after: 2 })
    const statuses = [await call(), await call(), await call()].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 429])
  })

  it('refuses the calls of one client only where it is asked to', async () => {
    const { call } = await throttled({ clientId: 'another-client' })
    expect((await call()).status).toBe(200)
  })
})
