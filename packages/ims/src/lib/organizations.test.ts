import { createSandbox } from '@mudbrick/sandbox'
import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { describe, expect, it } from 'vitest'
import { createImsClient } from './ims-client.ts'
import { requestOrganizations } from './organizations.ts'

describe('requestOrganizations()', () => {
  it('names the organizations of a user of the sandbox', async () => {
    const { ims, obtain } = await create()
    const token = await obtain('openid,AdobeID,read_organizations')
    expect(await requestOrganizations(ims, token)).toEqual(['57AB1E0000000000000000A0@AdobeOrg'])
  })

  it('rejects with 403 for a token that may not ask', async () => {
    const { ims, obtain } = await create()
    const token = await obtain('openid,AdobeID')
    await expect(requestOrganizations(ims, token)).rejects.toHaveProperty('status', 403)
  })

  it('rejects with 401 for a value that is not a token', async () => {
    const { ims } = await create()
    await expect(requestOrganizations(ims, 'fake-token')).rejects.toHaveProperty('status', 401)
  })
})

async function create() {
  const sandbox = await createSandbox()
  const ims = createImsClient({
    credential: 'single-page-app',
    clientId: 'wknd-spa',
    redirectUri: 'https://localhost:3001/callback',
    scopes: 'openid',
    environment: sandbox.origins.ims,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  })
  const obtain = async (scope: string): Promise<string> => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens({ scope })
    return token
  }
  return { ims, obtain }
}
