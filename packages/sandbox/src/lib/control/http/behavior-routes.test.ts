import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('behavior', () => {
  it('shows the rows in force', async () => {
    const { sandbox, send } = await open()
    const response = await send('GET', '/control/behavior')
    expect(await response.json()).toEqual(sandbox.behavior)
  })

  it('changes the rows that are given, and shows all of them', async () => {
    const { sandbox, send } = await open()
    const response = await send('PATCH', '/control/behavior', { missingState: 'refuse' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(sandbox.behavior)
    expect(sandbox.behavior).toMatchObject({ missingState: 'refuse', missingNonce: 'accept' })
  })

  it('takes a preset, and rows that differ from it', async () => {
    const { sandbox, send } = await open()
    await send('PATCH', '/control/behavior', { preset: 'strict', proofKey: 'public-clients' })
    expect(sandbox.behavior).toMatchObject({ missingNonce: 'refuse', proofKey: 'public-clients' })
  })

  it.each([
    [{ cors: 'sometimes' }, 'cors: give "redirect-uri-origins" or "without-ports" or "none"'],
    [{ issuerInResponse: 'yes' }, 'issuerInResponse: give true or false'],
    [{ refreshGraceMs: -1 }, 'refreshGraceMs: give whole milliseconds from 0'],
    [{ colour: 'red' }, 'colour'],
    [{ preset: 'lax' }, 'preset: '],
  ])('refuses %j, and says what is right', async (rows, words) => {
    const { sandbox, send } = await open()
    const response = await send('PATCH', '/control/behavior', rows)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { detail: string }).detail).toContain(words)
    expect(sandbox.behavior.cors).toBe('redirect-uri-origins')
  })
})
