import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('users', () => {
  it('lists them as they can be sent back', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/users')
    const [ada] = (await response.json()) as object[]
    expect(ada).toMatchObject({ email: 'ada@wknd.test' })
    expect((await send('POST', '/control/users', ada)).status).toBe(200)
  })

  it('adds one of whom only the e-mail address is known', async () => {
    const { sandbox, send } = await open()
    const response = await send('POST', '/control/users', { email: 'Eve@wknd.test' })
    expect(await response.json()).toMatchObject({ email: 'eve@wknd.test', password: 'mudbrick' })
    expect(sandbox.users.get('eve@wknd.test').accountType).toBe('ind')
  })

  it('changes one by e-mail address, and keeps what is not given', async () => {
    const { send } = await open()
    const response = await send('PUT', '/control/users/ada%40wknd.test', { productProfiles: [] })
    expect(await response.json()).toMatchObject({ givenName: 'Ada', productProfiles: [] })
  })

  it('refuses to change one into another', async () => {
    const { send } = await open()
    const body = { email: 'eve@wknd.test' }
    expect((await send('PUT', '/control/users/ada%40wknd.test', body)).status).toBe(409)
  })

  it('removes one, once', async () => {
    const { send } = await open()
    expect((await send('DELETE', '/control/users/ada%40wknd.test')).status).toBe(204)
    expect((await send('DELETE', '/control/users/ada%40wknd.test')).status).toBe(404)
  })

  it('lists the known users when none is found', async () => {
    const { send } = await open()
    const response = await send('GET', '/control/users/eve%40wknd.test')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('there are ada@wknd.test')
  })
})

describe('organizations and credentials', () => {
  it('replaces an organization', async () => {
    const { sandbox, send } = await open()
    const [organization] = sandbox.organizations.list()
    const path = `/control/organizations/${encodeURIComponent(organization?.id ?? '')}`
    const body = { ...organization, name: 'Renamed' }
    expect((await send('PUT', path, body)).status).toBe(200)
    expect(await (await send('GET', path)).json()).toMatchObject({ name: 'Renamed' })
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('GET', path)).status).toBe(404)
  })

  it('adds a credential', async () => {
    const { sandbox, send } = await open()
    const [credential] = sandbox.credentials.list()
    const body = { ...credential, clientId: 'another-spa' }
    expect((await send('POST', '/control/credentials', body)).status).toBe(200)
    expect(await (await send('GET', '/control/credentials/another-spa')).json()).toEqual(body)
  })

  it('refuses a credential of another name than its path', async () => {
    const { sandbox, send } = await open()
    const [credential] = sandbox.credentials.list()
    expect((await send('PUT', '/control/credentials/another', credential)).status).toBe(409)
  })
})
