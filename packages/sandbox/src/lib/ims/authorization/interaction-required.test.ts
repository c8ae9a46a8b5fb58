import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const scope = 'openid'
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox()
})

describe('terms of use that are pending', () => {
  it('are interaction_required to prompt=none of a user who has consented', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize({ scope })
    sandbox.users.put({ email: 'ada@wknd.test', termsOfUse: 'pending' })
    const { url } = await user.browser.open(user.authorizationUrl({ scope, prompt: 'none' }))
    expect(url.searchParams.get('error')).toBe('interaction_required')
  })

  it('leave consent_required to a user who has not consented', async () => {
    sandbox.users.put({ email: 'ada@wknd.test', termsOfUse: 'pending' })
    const user = createSandboxUser(sandbox)
    await user.browser.submit(await user.browser.open(user.authorizationUrl({ scope })), {
      email: 'ada@wknd.test',
      password: 'mudbrick',
    })
    const { url } = await user.browser.open(user.authorizationUrl({ scope, prompt: 'none' }))
    expect(url.searchParams.get('error')).toBe('consent_required')
  })

  it('are accepted on the consent page, once', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize({ scope })
    sandbox.users.put({ email: 'ada@wknd.test', termsOfUse: 'pending' })
    const page = await user.browser.open(user.authorizationUrl({ scope }))
    expect(page.visibleText).toContain('you also accept the new terms of use')
    expect(codeOf(await user.browser.submit(page, { decision: 'allow' }))).toBeTruthy()
    const silent = await user.browser.open(user.authorizationUrl({ scope, prompt: 'none' }))
    expect(codeOf(silent)).toBeTruthy()
  })

  it('stay pending when they are refused', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize({ scope })
    sandbox.users.put({ email: 'ada@wknd.test', termsOfUse: 'pending' })
    const page = await user.browser.open(user.authorizationUrl({ scope }))
    const refused = await user.browser.submit(page, { decision: 'deny' })
    expect(refused.url.searchParams.get('error')).toBe('access_denied')
    const silent = await user.browser.open(user.authorizationUrl({ scope, prompt: 'none' }))
    expect(silent.url.searchParams.get('error')).toBe('interaction_required')
  })
})
