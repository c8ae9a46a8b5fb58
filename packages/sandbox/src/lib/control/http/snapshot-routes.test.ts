import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('snapshots', () => {
  it('are taken, listed, restored and removed', async () => {
    const { sandbox, send } = await open()
    const taken = await send('POST', '/control/snapshots')
    expect(taken.status).toBe(201)
    const { id, takenAt } = (await taken.json()) as { id: string; takenAt: number }
    expect(takenAt).toBe(sandbox.clock.now())
    expect(await (await send('GET', '/control/snapshots')).json()).toEqual([{ id, takenAt }])

    sandbox.users.remove('ada@wknd.test')
    expect((await send('POST', `/control/snapshots/${id}/restore`)).status).toBe(204)
    expect(sandbox.users.get('ada@wknd.test').givenName).toBe('Ada')

    expect((await send('DELETE', `/control/snapshots/${id}`)).status).toBe(204)
    expect((await send('DELETE', `/control/snapshots/${id}`)).status).toBe(404)
  })

  it('outlive a reset, which they are there to follow', async () => {
    const { sandbox, send } = await open()
    sandbox.users.put({ email: 'eve@wknd.test' })
    const { id } = (await (await send('POST', '/control/snapshots')).json()) as { id: string }
    sandbox.reset()
    await send('POST', `/control/snapshots/${id}/restore`)
    expect(sandbox.users.get('eve@wknd.test').givenName).toBe('New')
  })

  it('are 20 at most: the oldest goes', async () => {
    const { send } = await open()
    const first = (await (await send('POST', '/control/snapshots')).json()) as { id: string }
    for (let count = 0; count < 20; count += 1) {
      // One after the other, so that the first is the oldest.
      // oxlint-disable-next-line no-await-in-loop
      await send('POST', '/control/snapshots')
    }
    expect(await (await send('GET', '/control/snapshots')).json()).toHaveLength(20)
    const response = await send('POST', `/control/snapshots/${first.id}/restore`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('keeps no snapshot')
  })
})
