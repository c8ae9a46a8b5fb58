import {
  createConformanceClient,
  isAlive,
  isRefreshable,
  postToIms,
} from '@mudbrick/testing/conformance-client'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const admin = { client_id: 'commerce-admin', client_secret: 'commerce-admin-secret' }
const spa = { client_id: 'wknd-spa' }
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox()
})

describe('POST /ims/invalidate_token/v2', () => {
  it('ends an access token, with an empty answer', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    const response = await postToIms(sandbox, '/ims/invalidate_token/v2', { ...admin, token })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await isAlive(sandbox, token)).toBe(false)
  })

  it('ends a refresh token and leaves what it gave', async () => {
    const tokens = await createConformanceClient(sandbox).obtainTokens()
    await postToIms(sandbox, '/ims/invalidate_token/v2', { ...admin, token: tokens.refresh_token })
    expect(await isRefreshable(sandbox, tokens)).toBe(false)
    expect(await isAlive(sandbox, tokens.access_token)).toBe(true)
  })

  it('ends what a refresh token gave too, with cascading=all', async () => {
    const tokens = await createConformanceClient(sandbox).obtainTokens()
    const cascading = { ...admin, token: tokens.refresh_token, cascading: 'all' }
    await postToIms(sandbox, '/ims/invalidate_token/v2', cascading)
    expect(await isAlive(sandbox, tokens.access_token)).toBe(false)
  })

  it.each(['access_token', 'refresh_token'] as const)(
    'leaves another client’s %s alone, as a parameter that it does not know',
    async (kind) => {
      const tokens = await createConformanceClient(sandbox).obtainTokens()
      const response = await postToIms(sandbox, '/ims/invalidate_token/v2', {
        ...spa,
        token: tokens[kind],
      })
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ error: 'invalid_parameter_value' })
      expect(await isAlive(sandbox, tokens.access_token)).toBe(true)
      expect(await isRefreshable(sandbox, tokens)).toBe(true)
    },
  )
})
