import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('clock, faults and reset', () => {
  it('moves the clock', async () => {
    const { sandbox, send } = await open()
    await send('PUT', '/control/clock', { now: '2026-03-01T12:00:00+01:00' })
    const response = await send('POST', '/control/clock/advance', { hours: 1, seconds: 1 })
    expect(await response.json()).toEqual({
      now: Date.UTC(2026, 2, 1, 12, 0, 1),
      iso: '2026-03-01T12:00:01.000Z',
    })
    expect(sandbox.clock.now()).toBe(Date.UTC(2026, 2, 1, 12, 0, 1))
  })

  it('advances no further than dates go', async () => {
    const { send } = await open()
    await send('PUT', '/control/clock', { now: '9999-12-30T00:00:00Z' })
    expect((await send('POST', '/control/clock/advance', { hours: 25 })).status).toBe(400)
  })

  it('adds, lists and removes faults', async () => {
    const { send } = await open()
    const added = await send('POST', '/control/faults', { match: 'POST /ims/token/*', times: 1 })
    expect(added.status).toBe(201)
    const { id } = (await added.json()) as { id: string }
    expect(await (await send('GET', '/control/faults')).json()).toEqual([
      { id, match: 'POST /ims/token/*', times: 1, met: 0 },
    ])
    expect((await send('DELETE', `/control/faults/${id}`)).status).toBe(204)
    expect((await send('DELETE', `/control/faults/${id}`)).status).toBe(404)
  })

  it('resets, behavior too', async () => {
    const { sandbox, send } = await open()
    sandbox.users.put({ email: 'eve@wknd.test' })
    sandbox.changeBehavior('strict')
    expect((await send('POST', '/control/reset')).status).toBe(204)
    expect(sandbox.users.list().map(({ email }) => email)).not.toContain('eve@wknd.test')
    expect(sandbox.behavior.missingState).toBe('accept')
  })
})
