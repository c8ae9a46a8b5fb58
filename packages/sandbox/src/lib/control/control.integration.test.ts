import { inspect } from 'node:util'

import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'
import { connectToSandbox } from './connect-to-sandbox.ts'

describe('the control API of a sandbox', () => {
  it('is opened by sandbox.controlToken', async () => {
    const sandbox = await createSandbox()
    const remote = connectToSandbox({
      origin: sandbox.origins.home,
      token: sandbox.controlToken ?? '',
      fetch: sandbox.fetch,
    })
    await remote.users.put({ email: 'eve@wknd.test' })
    expect(sandbox.users.get('eve@wknd.test').accountType).toBe('ind')
    await remote.reset()
    expect(sandbox.users.list().map(({ email }) => email)).not.toContain('eve@wknd.test')
  })

  it('does not record itself', async () => {
    const sandbox = await createSandbox()
    const remote = connectToSandbox({
      origin: sandbox.origins.home,
      token: sandbox.controlToken ?? '',
      fetch: sandbox.fetch,
    })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    expect((await remote.journal.exchanges()).map(({ path }) => path)).toEqual(['/ims/keys'])
  })

  it('keeps its token out of what is printed of a sandbox', async () => {
    const sandbox = await createSandbox()
    expect(inspect(sandbox) + JSON.stringify(sandbox)).not.toContain(sandbox.controlToken)
  })

  it('has a token that seeded ids do not foretell', async () => {
    const [one, other] = await Promise.all([
      createSandbox({ ids: 'same' }),
      createSandbox({ ids: 'same' }),
    ])
    expect(one.controlToken).not.toBe(other.controlToken)
  })

  it('is not there when it is left out', async () => {
    const sandbox = await createSandbox({ control: false })
    expect(sandbox.controlToken).toBeUndefined()
    const response = await sandbox.fetch(`${sandbox.origins.home}/control`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ])
  })
})
