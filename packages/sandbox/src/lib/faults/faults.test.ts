import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { DroppedConnectionError, applyFault, spoilAnswer } from './apply-fault.ts'
import type { Fault } from './fault.ts'
import { createFaults } from './faults.ts'

const request = (init: RequestInit = {}): Request =>
  new Request('https://ims.sandbox.test/ims/token/v3', { method: 'POST', ...init })

describe('faults.take()', () => {
  it('asks for client, grant type and origin where the fault does', async () => {
    const faults = createFaults()
    const where = { clientId: 'wknd-spa', grantType: 'refresh_token', origin: 'https://a.test' }
    const handle = faults.add({ match: 'POST /ims/token/*', where, drop: true })
    const send = (clientId: string): Request => {
      const body = new URLSearchParams({ client_id: clientId, grant_type: 'refresh_token' })
      return request({ body, headers: { origin: 'https://a.test' } })
    }
    expect(await faults.take(send('other'))).toBeUndefined()
    const met = send('wknd-spa')
    expect((await faults.take(met))?.id).toBe(handle.id)
    expect(await met.text()).toContain('client_id=wknd-spa')
  })

  it('lets the first ones pass, meets as many as told, and counts them', async () => {
    const faults = createFaults()
    const handle = faults.add({ match: '* *', status: 500, after: 1, times: 1 })
    expect(await faults.take(request())).toBeUndefined()
    expect(await faults.take(request())).toBeDefined()
    expect(await faults.take(request())).toBeUndefined()
    expect(handle.met()).toBe(1)
  })

  it('gives its last time to one of two requests', async () => {
    const faults = createFaults()
    faults.add({ match: '* *', where: { clientId: 'a' }, times: 1 })
    const body = (): URLSearchParams => new URLSearchParams({ client_id: 'a' })
    const met = await Promise.all([
      faults.take(request({ body: body() })),
      faults.take(request({ body: body() })),
    ])
    expect(met.filter((fault) => fault !== undefined)).toHaveLength(1)
  })

  it('throws the dice that it was given', async () => {
    const dice = [64, 192]
    const faults = createFaults({
      randomness: { bytes: () => new Uint8Array([dice.shift() ?? 0, 0, 0, 0]) },
    })
    faults.add({ match: '* *', probability: 0.5 })
    expect(await faults.take(request())).toBeDefined()
    expect(await faults.take(request())).toBeUndefined()
  })

  it('lasts as long as it says, by the clock of the sandbox, from the first request that it meets', async () => {
    const clock = createFakeClock()
    const faults = createFaults({ clock })
    faults.add({ match: '* *', lastsSeconds: 60 })
    clock.advance({ hours: 1 })
    expect(await faults.take(request())).toMatchObject({ metAt: clock.now() })
    clock.advance({ seconds: 59 })
    expect(await faults.take(request())).toBeDefined()
    clock.advance({ seconds: 1 })
    expect(await faults.take(request())).toBeUndefined()
  })

  it('lists what is in force, and takes it away by its id', () => {
    const faults = createFaults()
    const { id } = faults.add({ match: 'GET /ims/keys', status: 500 })
    expect(faults.list()).toEqual([{ id, met: 0, match: 'GET /ims/keys', status: 500 }])
    expect(faults.remove(id)).toBe(true)
    expect(faults.remove(id)).toBe(false)
  })
})

describe('faults.add()', () => {
  it.each([
    [
      { status: 99 },
      'The fault cannot be used; correct status (99): give an HTTP status from 200 to 599.',
    ],
    [{ times: 0 }, 'correct times (0): give a whole number from 1 up.'],
    [{ probability: 2 }, 'correct probability (2): give a number from 0 to 1.'],
    [{ delayMs: { from: 2, to: 1 } }, 'give milliseconds from 0 to 3600000, or { from, to }'],
    [
      { where: { origin: 'https://a.test/' } },
      'correct where.origin ("https://a.test/"): write scheme, host and port',
    ],
    [{ stauts: 503 }, 'stauts: there is no such member; use match, where, status'],
  ])('refuses %j', (wrong, message) => {
    const fault: Fault = { match: 'GET *', ...wrong }
    expect(() => createFaults().add(fault)).toThrow(message)
  })

  it.each([
    ['PSOT /ims/token/*', 'no service has that method: use GET, HEAD, POST'],
    ['POST /ims/*/v3', 'a * may stand only at the end of the path'],
    ['GET /adobe/folders?path=/content', 'write the path alone, without a query'],
  ])('refuses the match "%s", which no request could meet', (match, message) => {
    expect(() => createFaults().add({ match })).toThrow(message)
  })
})

describe('applyFault()', () => {
  it('says the error that it is told', async () => {
    const response = await applyFault(
      { match: '* *', error: 'slow_down', id: 'fault-1', met: 1, metAt: 0 },
      (status, error) => Response.json({ error }, { status }),
    )
    expect(response?.status).toBe(400)
    expect(await response?.json()).toEqual({ error: 'slow_down' })
  })
})

describe('spoilAnswer()', () => {
  it('makes JSON that cannot be parsed', async () => {
    const fault = { match: '* *', malformedJson: true }
    const response = await spoilAnswer(fault, Response.json({ a: 1 }))
    expect(await response.text()).toBe('{"a":1')
  })

  it('breaks the body off, short of its length', async () => {
    const fault = { match: '* *', truncateBodyAt: 3 }
    const response = await spoilAnswer(fault, Response.json({ a: 1 }))
    expect(response.headers.get('content-length')).toBe('7')
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  it('loses the answer to a request that was served', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'GET /ims/keys', loseAnswer: true, times: 1 })
    const get = (): Promise<Response> => sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await expect(get()).rejects.toThrow(DroppedConnectionError)
    expect((await get()).status).toBe(200)
  })
})
