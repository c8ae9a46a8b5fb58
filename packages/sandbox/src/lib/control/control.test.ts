import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { DroppedConnectionError } from '../faults/apply-fault.ts'
import { SandboxError } from '../sandbox-error.ts'
import { createSandbox } from '../sandbox.ts'

describe('sandbox.clock', () => {
  it('ages tokens by being advanced', async () => {
    const sandbox = await createSandbox()
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const read = (): Promise<Response> =>
      sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models?limit=1`, {
        headers: { authorization: `Bearer ${token}` },
      })
    expect((await read()).status).toBe(200)
    sandbox.clock.advance({ hours: 24 })
    expect((await read()).status).toBe(401)
  })

  it('can be set, and runs on from there', async () => {
    const clock = createFakeClock()
    const sandbox = await createSandbox({ clock })
    sandbox.clock.set(1000)
    clock.advance({ seconds: 2 })
    expect(sandbox.clock.now()).toBe(3000)
  })

  it.each([
    [{ hour: 24 }, 'The span has "hour", which is unknown: use hours, minutes, seconds.'],
    [{ hours: '24' }, 'The clock cannot move to hours "24": give a number.'],
    [{ minutes: Number.NaN }, 'The clock cannot move to minutes NaN: give a number.'],
  ])('refuses to advance by %j', async (span, message) => {
    const sandbox = await createSandbox()
    const advance = (): void => sandbox.clock.advance(span as object)
    expect(advance).toThrow(SandboxError)
    expect(advance).toThrow(message)
  })

  it('refuses to jump to what is no instant', async () => {
    const sandbox = await createSandbox()
    expect(() => sandbox.clock.set(Number.NaN)).toThrow(/give milliseconds since the epoch/)
  })
})

describe('sandbox.faults', () => {
  it('answers in the words of the service, as often as told', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, retryAfterSeconds: 2, times: 1 })
    const user = createSandboxUser(sandbox)
    const first = await user.exchange('code', {}, { origin: 'https://localhost:3001' })
    expect(first.status).toBe(503)
    expect(first.headers.get('retry-after')).toBe('2')
    expect(first.headers.get('access-control-allow-origin')).toBe('https://localhost:3001')
    expect(await first.json()).toEqual({ error: 'server_error' })
    expect((await user.exchange('code')).status).toBe(400)
  })

  it('leaves what was sent in the journal', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'POST /ims/token/*', status: 503 })
    await createSandboxUser(sandbox).exchange('code')
    expect(sandbox.journal.last()?.parameters).toMatchObject({ grant_type: 'authorization_code' })
  })

  it('answers with another body: an environment that sleeps', async () => {
    const sandbox = await createSandbox()
    const body = { type: 'text/html', text: '<html data-healthy="hibernated"></html>' }
    sandbox.faults.add({ match: 'GET /adobe/*', body })
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(await response.text()).toContain('hibernated')
  })

  it('drops the connection', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: '* *', drop: true })
    const dropped = sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`)
    await expect(dropped).rejects.toThrow(DroppedConnectionError)
    await expect(dropped).rejects.toThrow(TypeError)
  })

  it('spares preflights, which would use it up', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: '* /adobe/*', status: 500, times: 1 })
    const preflight = await sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`, {
      method: 'OPTIONS',
      headers: { origin: 'https://localhost:3001', 'access-control-request-method': 'GET' },
    })
    expect(preflight.status).toBe(200)
    expect((await sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`)).status).toBe(500)
  })

  it('only waits where nothing else is told', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'GET /ims/keys', delayMs: 1 })
    expect((await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)).status).toBe(200)
  })

  it('goes away when it is taken away, cleared, or the sandbox is reset', async () => {
    const sandbox = await createSandbox()
    const get = async (): Promise<number> =>
      (await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)).status
    const remove = sandbox.faults.add({ match: 'GET /ims/keys', status: 500 })
    expect(await get()).toBe(500)
    remove()
    expect(await get()).toBe(200)
    sandbox.faults.add({ match: 'GET /ims/keys', status: 500 })
    sandbox.reset()
    expect(await get()).toBe(200)
  })

  it.each(['', 'GET', '/ims/keys', 'get /ims/keys', 'GET ims'])(
    'refuses the match "%s"',
    async (match) => {
      const sandbox = await createSandbox()
      expect(() => sandbox.faults.add({ match })).toThrow(SandboxError)
      expect(() => sandbox.faults.add({ match })).toThrow(/such as "POST \/ims\/token\/\*"/)
    },
  )
})

describe('sandbox.configureAem()', () => {
  it('keeps what is in force when a file is wrong', async () => {
    const sandbox = await createSandbox()
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const read = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` }
      return (await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, { headers }))
        .status
    }
    expect(() => sandbox.configureAem({ clientAllowList: 'kind: API\ndata: [' })).toThrow(
      /api\.yaml, line 2, column \d+/,
    )
    expect(await read()).toBe(200)
    expect(sandbox.aemConfiguration().clientAllowList).toContain('wknd-spa')
    const text = 'kind: API\ndata:\n  allowedClientIDs:\n    author: [other]\n'
    sandbox.configureAem({ clientAllowList: text })
    expect(await read()).toBe(403)
    expect(sandbox.aemConfiguration().clientAllowList).toBe(text)
  })
})
