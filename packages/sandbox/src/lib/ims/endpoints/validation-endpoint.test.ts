import { createConformanceClient, postToIms } from '@mudbrick/testing/conformance-client'
import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const admin = { client_id: 'commerce-admin', client_secret: 'commerce-admin-secret' }
const spa = { client_id: 'wknd-spa' }
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox()
})

describe('POST /ims/validate_token/v1', () => {
  async function validate(parameters: Record<string, string>): Promise<unknown> {
    return (await postToIms(sandbox, '/ims/validate_token/v1', parameters)).json()
  }

  it('echoes an access token’s claims, but not its scopes, as reported of IMS', async () => {
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    const body = await validate({ ...admin, type: 'access_token', token })
    expect(body).toMatchObject({ valid: true, token: { client_id: 'commerce-admin' } })
    expect(body).not.toHaveProperty('token.scope')
  })

  it.each(['access_token', 'refresh_token'] as const)(
    'knows its own %s, and not another client’s',
    async (type) => {
      const { [type]: token } = await createConformanceClient(sandbox).obtainTokens()
      expect(await validate({ ...admin, type, token })).toMatchObject({ valid: true })
      expect(await validate({ ...spa, type, token })).toMatchObject({ valid: false })
    },
  )

  it('knows its own code, and not another client’s', async () => {
    const token = codeOf(await createSandboxUser(sandbox).authorize())
    const type = 'authorization_code'
    expect(await validate({ ...spa, type, token })).toMatchObject({ valid: true })
    expect(await validate({ ...admin, type, token })).toMatchObject({ valid: false })
  })
})
