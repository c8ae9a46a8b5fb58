import { createControlCaller, type ControlCaller } from '@mudbrick/testing/control-caller'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

async function open(): Promise<{ readonly sandbox: Sandbox; readonly send: ControlCaller }> {
  const sandbox = await createSandbox({ clock: createFakeClock() })
  return { sandbox, send: createControlCaller(sandbox) }
}

describe('bad input', () => {
  it.each([
    ['POST', '/control/users', { email: 'no-address' }, 'email: write an e-mail address'],
    ['POST', '/control/users', {}, 'email: '],
    ['POST', '/control/users', { email: 'a@wknd.test', rights: 1 }, 'rights'],
    ['POST', '/control/users', [], 'the whole: '],
    ['POST', '/control/users', null, 'the whole: '],
    ['POST', '/control/organizations', { id: 'wknd' }, 'end the id with "@AdobeOrg"'],
    ['POST', '/control/credentials', { type: 'web' }, 'type: '],
    ['POST', '/control/consents', { user: 'ada@wknd.test' }, 'clientId: '],
    ['POST', '/control/browser-sessions', {}, 'user: '],
    ['POST', '/control/tokens', { user: '', clientId: 'wknd-spa' }, 'user: '],
    ['PUT', '/control/clock', { now: 'noon' }, 'give whole milliseconds since the epoch'],
    ['PUT', '/control/clock', { now: 1e300 }, 'give whole milliseconds since the epoch'],
    ['POST', '/control/clock/advance', { days: 1 }, 'days'],
    ['POST', '/control/clock/advance', { hours: -1 }, 'hours: '],
    ['POST', '/control/faults', { match: 'everything' }, 'write a method and a path'],
    ['POST', '/control/faults', { match: '* *', status: 20 }, 'give an HTTP status'],
  ])('refuses %s %s %j', async (method, path, body, words) => {
    const { send } = await open()
    const response = await send(method, path, body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.text()).toContain(JSON.stringify(words).slice(1, -1))
  })

  it.each([
    '/control/journal?status=many',
    '/control/journal?status=200&status=201',
    '/control/journal?colour=red',
    '/control/journal/next?timeoutMs=30001',
  ])('refuses GET %s', async (path) => {
    const { send } = await open()
    expect((await send('GET', path)).status).toBe(400)
  })

  it('refuses a credential whose pattern looks around', async () => {
    const { sandbox, send } = await open()
    const [credential] = sandbox.credentials.list()
    const body = { ...credential, redirectUriPatterns: ['(?=a)a'] }
    const response = await send('POST', '/control/credentials', body)
    expect(await response.text()).toContain(
      'redirectUriPatterns[0]: write a regular expression without look-ahead',
    )
  })

  it('survives JSON as deep as it is long', async () => {
    const { sandbox } = await open()
    const request = new Request(`${sandbox.origins.home}/control/users`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.controlToken}`,
        'content-type': 'application/json',
      },
      body: '['.repeat(200_000) + ']'.repeat(200_000),
    })
    expect((await sandbox.fetch(request)).status).toBe(400)
  })

  it('survives a path of broken percent-encoding', async () => {
    const { send } = await open()
    expect((await send('GET', '/control/users/%zz')).status).toBe(404)
  })

  it('refuses an operation without its body', async () => {
    const { send } = await open()
    expect((await send('POST', '/control/users')).status).toBe(400)
  })

  it('does not repeat a secret that was sent in the wrong place', async () => {
    const { send } = await open()
    const body = { email: 'eve@wknd.test', password: 7, secret: 'fake-secret' }
    expect(await (await send('POST', '/control/users', body)).text()).not.toContain('fake-secret')
  })
})
