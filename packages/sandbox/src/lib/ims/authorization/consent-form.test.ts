import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

describe('POST /ims/authorize/v2/consent', () => {
  it('grants nothing without the token of its own page', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const { cookie } = sandbox.browserSessions.start('ada@wknd.test')
    const url = user.authorizationUrl({ scope: 'openid' })
    const response = await sandbox.fetch(
      `${sandbox.origins.ims}/ims/authorize/v2/consent${url.search}`,
      {
        method: 'POST',
        headers: { cookie: `${cookie.name}=${cookie.value}` },
        body: new URLSearchParams({ decision: 'allow' }),
      },
    )
    expect(response.status).toBe(422)
    expect(sandbox.consents.list()).toEqual([])
  })
})
