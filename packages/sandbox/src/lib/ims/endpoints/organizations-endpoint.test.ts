import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox()
})

describe('GET /ims/organizations/v6', () => {
  async function organizations(scope: string): Promise<Response> {
    const token = await sandbox.tokens.issue({
      user: 'ada@wknd.test',
      clientId: 'wknd-spa',
      scopes: scope.split(','),
    })
    return sandbox.fetch(`${sandbox.origins.ims}/ims/organizations/v6`, {
      headers: { authorization: `Bearer ${token}` },
    })
  }

  it('tells where the user belongs, with read_organizations', async () => {
    const response = await organizations('openid,read_organizations')
    expect(await response.json()).toMatchObject([{ orgRef: { authSrc: 'AdobeOrg' } }])
  })

  it('refuses a token without read_organizations', async () => {
    expect((await organizations('openid')).status).toBe(403)
  })
})
