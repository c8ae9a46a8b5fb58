import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('journal', () => {
  it('lists what agrees with the filter', async () => {
    const { sandbox, send } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`)
    const response = await send('GET', '/control/journal?path=/ims/user*&status=401')
    expect(await response.json()).toMatchObject({
      exchanges: [{ index: 2, path: '/ims/userinfo/v2' }],
      dropped: 0,
    })
  })

  it('waits for the next one', async () => {
    const { sandbox, send } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    const waiting = send('GET', '/control/journal/next?after=1')
    await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`)
    expect(await (await waiting).json()).toMatchObject({ path: '/ims/userinfo/v2' })
  })

  it('says what came instead when the wait is over', async () => {
    const { sandbox, send } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    const response = await send('GET', '/control/journal/next?path=/x&timeoutMs=0')
    expect(response.status).toBe(408)
    expect(await response.text()).toContain('the newest being ims GET /ims/keys')
  })

  it('stops waiting when the caller has gone', async () => {
    const { sandbox } = await open()
    const caller = new AbortController()
    const waiting = sandbox.fetch(
      new Request(`${sandbox.origins.home}/control/journal/next`, {
        headers: { authorization: `Bearer ${sandbox.controlToken}` },
        signal: caller.signal,
      }),
    )
    caller.abort()
    await expect(waiting).rejects.toHaveProperty('name', 'AbortError')
  })

  it('forgets', async () => {
    const { sandbox, send } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    expect((await send('DELETE', '/control/journal')).status).toBe(204)
    expect(sandbox.journal.exchanges()).toEqual([])
  })
})

describe('events', () => {
  it('begins after the last exchange that the reader has seen', async () => {
    const { sandbox, send } = await open()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`)
    const response = await send('GET', '/control/events', undefined, { 'last-event-id': '1' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const { value } = (await reader?.read()) ?? {}
    await reader?.cancel()
    expect(value).toMatch(/^event: exchange\nid: 2\ndata: \{.*"\/ims\/userinfo\/v2".*\}\n\n$/)
  })
})
