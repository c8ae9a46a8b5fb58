import {
  createConformanceClient,
  type ConformanceClient,
  type WireTokens,
} from '@mudbrick/testing/conformance-client'
import { codeOf, codeVerifier, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

let sandbox: Sandbox
let client: ConformanceClient

beforeEach(async () => {
  sandbox = await createSandbox()
  client = createConformanceClient(sandbox)
})

describe('grant refresh_token', () => {
  it('gives fewer scopes when asked to', async () => {
    const { refresh_token: token } = await client.obtainTokens()
    const response = await client.refresh(token, { scope: 'openid' })
    const { access_token: narrowed } = (await response.json()) as WireTokens
    expect(decodeJwt(narrowed)['scope']).toBe('openid')
  })

  it('gives no scope that was not granted, and does not use the token up', async () => {
    const { refresh_token: token } = await client.obtainTokens({ scope: 'openid,offline_access' })
    const response = await client.refresh(token, { scope: 'openid,email' })
    expect(await response.json()).toEqual({ error: 'invalid_scope' })
    expect((await client.refresh(token)).status).toBe(200)
  })

  it('gives nothing when the user has withdrawn consent', async () => {
    const { refresh_token: token } = await client.obtainTokens()
    sandbox.consents.withdraw({ user: 'cora@wknd.test', clientId: 'commerce-admin' })
    expect(await (await client.refresh(token)).json()).toEqual({ error: 'invalid_grant' })
  })

  it('gives nothing when the user is no longer there', async () => {
    const { refresh_token: token } = await client.obtainTokens()
    sandbox.users.remove('cora@wknd.test')
    expect(await (await client.refresh(token)).json()).toEqual({ error: 'invalid_grant' })
  })
})

describe('grant client_credentials', () => {
  function request(parameters: Record<string, string>): Promise<Response> {
    return sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'wknd-service',
        client_secret: 'wknd-service-secret',
        ...parameters,
      }),
    })
  }

  it.each([
    ['no scope', {}, 'invalid_scope'],
    ['a scope that the credential does not own', { scope: 'openid,creative_sdk' }, 'invalid_scope'],
    [
      'another organization',
      { scope: 'openid', org_id: '000000000000000000000000@AdobeOrg' },
      'invalid_request',
    ],
  ])('refuses %s', async (_, parameters, error) => {
    const response = await request(parameters)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })

  it('takes the technical account’s own organization', async () => {
    const service = sandbox.credentials.list().find(({ clientId }) => clientId === 'wknd-service')
    if (service?.type !== 'server-to-server') throw new Error('The seed has no wknd-service.')
    const organization = service.technicalAccount.organization ?? ''
    expect((await request({ scope: 'openid', org_id: organization })).status).toBe(200)
  })
})

describe('a grant that is not for the type of credential', () => {
  it.each([
    ['wknd-spa', undefined, 'client_credentials', 'unsupported_grant_type'],
    ['commerce-admin', 'commerce-admin-secret', 'client_credentials', 'unauthorized_client'],
    ['wknd-service', 'wknd-service-secret', 'authorization_code', 'unauthorized_client'],
    ['wknd-service', 'wknd-service-secret', 'refresh_token', 'unauthorized_client'],
  ])('%s (secret: %s) and %s', async (clientId, secret, grantType, error) => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        ...(secret !== undefined && { client_secret: secret }),
        grant_type: grantType,
        code: 'no-code',
        refresh_token: 'no-token',
      }),
    })
    expect(await response.json()).toEqual({ error })
  })
})

describe('versions of the token endpoint', () => {
  async function exchangeAt(version: string): Promise<Record<string, unknown>> {
    const user = createSandboxUser(sandbox)
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token${version}`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'wknd-spa',
        code: codeOf(await user.authorize()),
        code_verifier: codeVerifier,
      }),
    })
    return (await response.json()) as Record<string, unknown>
  }

  const userId = 'AD0A11CE00000000000000A1@57AB1E0000000000000000A0'

  it.each(['', '/v1', '/v1/'])(
    'at %j: milliseconds, the profile beside the tokens',
    async (path) => {
      expect(await exchangeAt(path)).toMatchObject({
        expires_in: 86_399_985,
        userId,
        sub: userId,
        displayName: 'Ada Auster',
        email_verified: 'true',
      })
    },
  )

  it('at v2: seconds, and userId', async () => {
    const body = await exchangeAt('/v2')
    expect(body).toMatchObject({ expires_in: 86_399, userId })
    expect(body).not.toHaveProperty('sub')
  })

  it.each(['/v3', '/v4'])('at %s: seconds, and sub', async (path) => {
    const body = await exchangeAt(path)
    expect(body).toMatchObject({ expires_in: 86_399, sub: userId })
    expect(body).not.toHaveProperty('userId')
  })
})
