import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it, vi } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('controlService()', () => {
  it('leaves a path that only begins alike to the home page', async () => {
    const { sandbox } = await open()
    const response = await sandbox.fetch(`${sandbox.origins.home}/controls`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ])
  })

  it('refuses a caller without the token', async () => {
    const { sandbox } = await open()
    const response = await sandbox.fetch(new Request(`${sandbox.origins.home}/control/users`))
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('gives a session for the token, whose cookie opens the API', async () => {
    const { sandbox, send } = await open()
    const session = await send('POST', '/control/session')
    expect(session.status).toBe(204)
    const cookie = session.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const request = new Request(`${sandbox.origins.home}/control/users`, { headers: { cookie } })
    expect((await sandbox.fetch(request)).status).toBe(200)
  })

  it('starts no session with GET', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/session')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('answers an unknown path with what to do', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/people')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      detail: 'The control API has nothing at this path: GET /control lists its operations.',
    })
  })

  it('names the methods of a path', async () => {
    const { send } = await open()
    const response = await send('DELETE', '/control/users')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, HEAD'])
  })

  it('takes a path with a slash behind for another, lest an empty id take everything away', async () => {
    const { sandbox, send } = await open()
    sandbox.faults.add({ match: '* *', status: 503 })
    expect((await send('DELETE', '/control/faults/')).status).toBe(404)
    expect(sandbox.faults.list()).toHaveLength(1)
  })

  it('answers HEAD without a body, and begins no event stream for it', async () => {
    const { sandbox, send } = await open()
    const subscribe = vi.spyOn(sandbox.events, 'subscribe')
    expect((await send('HEAD', '/control/events')).body).toBeNull()
    expect(subscribe).not.toHaveBeenCalled()
  })
})
