import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandbox = await createSandbox()
const basic = `Basic ${btoa('commerce-admin:commerce-admin-secret')}`

function revoke(
  form: Record<string, string>,
  headers: Record<string, string> = { authorization: basic },
): Promise<Response> {
  return sandbox.fetch(`${sandbox.origins.ims}/ims/revoke`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
}

describe('RFC 7009', () => {
  it('§2 ends an access token', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    expect((await revoke({ token })).status).toBe(200)
    expect((await client.requestUserinfo(token)).status).toBe(401)
  })

  it('§2 ends a refresh token', async () => {
    const client = createConformanceClient(sandbox)
    const { refresh_token: token } = await client.obtainTokens()
    expect((await revoke({ token })).status).toBe(200)
    expect((await client.refresh(token)).status).toBe(400)
  })

  it('§2.1 finds the token whatever the hint says', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    await revoke({ token, token_type_hint: 'refresh_token' })
    expect((await client.requestUserinfo(token)).status).toBe(401)
  })

  it('§2.1 leaves alone the token of another client', async () => {
    const other = createConformanceClient(sandbox, 'wknd-spa')
    const { access_token: token } = await other.obtainTokens()
    await revoke({ token })
    expect((await other.requestUserinfo(token)).status).toBe(200)
  })

  it('§2.1 refuses a client with a wrong secret, and ends nothing', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    const response = await revoke(
      { token },
      { authorization: `Basic ${btoa('commerce-admin:wrong')}` },
    )
    expect(response.status).toBe(401)
    expect((await client.requestUserinfo(token)).status).toBe(200)
  })

  it('§2.1 refuses a confidential client that only names itself', async () => {
    const client = createConformanceClient(sandbox)
    const { access_token: token } = await client.obtainTokens()
    const response = await revoke({ token, client_id: 'commerce-admin' }, {})
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect((await client.requestUserinfo(token)).status).toBe(200)
  })

  it('§2.2 has nothing against a token that it does not know', async () => {
    expect((await revoke({ token: 'fake-access-token' })).status).toBe(200)
  })

  it('§2.2 has nothing against a token that is revoked already', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    await revoke({ token })
    expect((await revoke({ token })).status).toBe(200)
  })

  it('§2.2.1 wants a token', async () => {
    const response = await revoke({})
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })
})
