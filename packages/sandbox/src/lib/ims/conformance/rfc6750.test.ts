import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const clock = createFakeClock()
const sandbox = await createSandbox({ clock })
const userinfo = `${sandbox.origins.ims}/ims/userinfo/v2`

describe('RFC 6750', () => {
  it('§2.1 takes the scheme in any case', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    const response = await sandbox.fetch(userinfo, {
      headers: { authorization: `bearer ${token}` },
    })
    expect(response.status).toBe(200)
  })

  it('§2.3 takes no token in the query', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    expect((await sandbox.fetch(`${userinfo}?access_token=${token}`)).status).toBe(401)
  })

  it.each([
    ['no token', ''],
    ['two tokens', 'Bearer a b'],
    ['another scheme', 'Basic YTpi'],
    ['something that is no token', 'Bearer not.a.token'],
    ['an unsigned token', `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"type":"access_token"}')}.`],
  ])('§3.1 answers %s with 401', async (_, authorization) => {
    const response = await sandbox.fetch(userinfo, { headers: { authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('§3.1 answers an expired token with 401 invalid_token', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    clock.advance({ hours: 24 })
    const response = await client.requestUserinfo(token)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      error: 'invalid_token',
      error_description: 'Invalid or expired token.',
    })
  })

  it.each(['refresh_token', 'id_token'] as const)('takes no %s for access', async (name) => {
    const client = createConformanceClient(sandbox)
    const tokens = await client.obtainTokens()
    expect((await client.requestUserinfo(tokens[name])).status).toBe(401)
  })

  it('takes no code for access', async () => {
    const client = createConformanceClient(sandbox)
    expect((await client.requestUserinfo(await client.obtainCode())).status).toBe(401)
  })

  it('takes no token whose claims were changed', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    const [header, payload = '', signature] = token.split('.')
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as object
    const forged = Buffer.from(
      JSON.stringify({ ...claims, user_id: 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0' }),
    ).toString('base64url')
    expect((await client.requestUserinfo(`${header}.${forged}.${signature}`)).status).toBe(401)
  })
})
