import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'
import type { StartedBrowserSession } from '../resources.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('consents, browser sessions and tokens', () => {
  it('grants and withdraws a consent', async () => {
    const { send } = await open()
    const grant = { user: 'ada@wknd.test', clientId: 'wknd-spa', scopes: ['openid'] }
    expect((await send('POST', '/control/consents', grant)).status).toBe(204)
    expect(await (await send('GET', '/control/consents')).json()).toMatchObject([
      { clientId: 'wknd-spa', scopes: ['openid'] },
    ])
    const query = '?user=ada%40wknd.test&clientId=wknd-spa'
    const withdrawal = await send('DELETE', `/control/consents${query}`)
    expect(await withdrawal.json()).toEqual({ withdrawn: true })
  })

  it('starts a browser session that IMS knows', async () => {
    const { sandbox, send } = await open()
    const response = await send('POST', '/control/browser-sessions', { user: 'ada@wknd.test' })
    expect(response.status).toBe(201)
    const { id, cookie } = (await response.json()) as StartedBrowserSession
    const page = await sandbox.fetch(createSandboxUser(sandbox).authorizationUrl(), {
      headers: { cookie: `${cookie.name}=${cookie.value}` },
    })
    expect(await page.text()).toContain('name="decision"')
    expect((await send('DELETE', `/control/browser-sessions/${id}`)).status).toBe(204)
  })

  it('issues a token that is good until it is revoked', async () => {
    const { sandbox, send } = await open()
    const grant = { user: 'ada@wknd.test', clientId: 'wknd-spa', lifetimeMs: 1000 }
    const issued = await send('POST', '/control/tokens', grant)
    expect(issued.headers.get('cache-control')).toBe('no-store')
    const body = (await issued.json()) as { accessToken: string }
    expect(await askUserinfo(sandbox, body.accessToken)).toBe(200)
    const revoked = await send('POST', '/control/tokens/revoke', body)
    expect(await revoked.json()).toEqual({ revoked: true })
    expect(await askUserinfo(sandbox, body.accessToken)).toBe(401)
  })

  it('lists tokens without their text, and ends one by its id', async () => {
    const { sandbox, send } = await open()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const listed = await (await send('GET', '/control/tokens')).text()
    expect(listed).not.toContain(token)
    const [{ id } = { id: '' }] = JSON.parse(listed) as { id: string }[]
    expect((await send('DELETE', `/control/tokens/${id}`)).status).toBe(204)
    expect((await send('DELETE', `/control/tokens/${id}`)).status).toBe(404)
    expect(await askUserinfo(sandbox, token)).toBe(401)
  })
})

async function askUserinfo(sandbox: Sandbox, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return (await sandbox.fetch(`${sandbox.origins.ims}/ims/userinfo/v2`, { headers })).status
}
