import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'
import { behaviorPresets, resolveBehavior } from './behavior-table.ts'
import { behaviorSwitches, type BehaviorRows, type BehaviorSwitch } from './behavior.ts'

describe('createSandbox({ behavior })', () => {
  it.each([
    [{ cors: 'sometimes' }, 'has "sometimes" for cors: give "redirect-uri-origins" or "without-'],
    [{ issuerInResponse: 'true' }, 'has "true" for issuerInResponse: give true or false'],
    [{ refreshGraceMs: 1.5 }, 'has 1.5 for refreshGraceMs: give whole milliseconds from 0 to'],
    [{ accessTokenLifetimeMs: 0 }, 'for accessTokenLifetimeMs: give whole milliseconds from 1 to'],
    [{ accessTokenLifetimeMs: 31 * 24 * 3_600_000 }, 'for accessTokenLifetimeMs: give whole'],
    [{ colour: 'red' }, 'has no row "colour": there are unregisteredRedirectUri, '],
    [{ preset: 'lax' }, 'has no preset "lax": there are tutorial, strict'],
  ])('refuses %j, and says what is right', async (rows, words) => {
    await expect(createSandbox({ behavior: rows as BehaviorRows })).rejects.toThrow(words)
  })

  it('takes the values of its own presets', () => {
    expect(resolveBehavior(behaviorPresets.tutorial)).toEqual(behaviorPresets.tutorial)
    expect(resolveBehavior(behaviorPresets.strict)).toEqual(behaviorPresets.strict)
  })

  it('leaves a choice in every row', () => {
    const rows: readonly BehaviorSwitch[] = Object.values(behaviorSwitches)
    const fixed = rows.filter(({ range, values = [] }) => range === undefined && values.length < 2)
    expect(fixed).toEqual([])
  })
})

describe('sandbox.changeBehavior()', () => {
  it('changes what the next request meets', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const withoutState = async (): Promise<string> =>
      (await user.authorize({ state: undefined })).url.href
    expect(await withoutState()).toContain('code=')
    sandbox.changeBehavior({ missingState: 'refuse' })
    expect(await withoutState()).not.toContain('code=')
  })

  it.each([
    ['accessTokenLifetimeMs', 'access_token'],
    ['refreshTokenLifetimeMs', 'refresh_token'],
  ] as const)('changes %s for what is issued from then on', async (row, kind) => {
    const clock = createFakeClock(0)
    const sandbox = await createSandbox({ clock, behavior: { publicClientRefreshTokens: true } })
    sandbox.changeBehavior({ [row]: 60_000 })
    await signIn(sandbox)
    const [issued] = sandbox.tokens.list().filter((token) => token.kind === kind)
    expect(issued?.expiresAt).toBe(60_000)
  })

  it('changes how long a browser session lives', async () => {
    const sandbox = await createSandbox({ clock: createFakeClock(0) })
    sandbox.changeBehavior({ browserSessionLifetimeMs: 60_000 })
    expect(sandbox.browserSessions.start('ada@wknd.test').expiresAt).toBe(60_000)
  })

  it('changes how long a code may wait', async () => {
    const sandbox = await createSandbox()
    sandbox.changeBehavior({ authorizationCodeLifetimeMs: 1000 })
    const user = createSandboxUser(sandbox)
    const code = new URL((await user.authorize()).url).searchParams.get('code') ?? ''
    sandbox.clock.advance({ seconds: 1 })
    expect((await user.exchange(code)).status).toBe(400)
  })

  it('puts a whole preset in the place of all rows', async () => {
    const sandbox = await createSandbox({ behavior: { idTokenIssuer: 'origin-ims' } })
    sandbox.changeBehavior('strict')
    expect(sandbox.behavior).toEqual(behaviorPresets.strict)
  })

  it('changes nothing when one of the rows is wrong', async () => {
    const sandbox = await createSandbox()
    const rows = { missingState: 'refuse', cors: 'sometimes' } as unknown as BehaviorRows
    expect(() => sandbox.changeBehavior(rows)).toThrow(/cors/)
    expect(sandbox.behavior).toEqual(behaviorPresets.tutorial)
  })

  it('returns to the rows of the start with a reset', async () => {
    const sandbox = await createSandbox({ behavior: { idTokenIssuer: 'origin-ims' } })
    sandbox.changeBehavior('strict')
    sandbox.reset()
    expect(sandbox.behavior).toEqual({ ...behaviorPresets.tutorial, idTokenIssuer: 'origin-ims' })
  })
})

describe('sandbox.behavior', () => {
  it('is a copy, which changes nothing when it is changed', async () => {
    const sandbox = await createSandbox()
    Object.assign(sandbox.behavior, { missingState: 'refuse' })
    expect(sandbox.behavior.missingState).toBe('accept')
  })
})

async function signIn(sandbox: Sandbox): Promise<void> {
  const user = createSandboxUser(sandbox)
  const client = { client_id: 'mudbrick-cli', redirect_uri: 'https://localhost:8765/callback' }
  const page = await user.authorize({ ...client, scope: 'openid,offline_access' })
  await user.exchange(new URL(page.url).searchParams.get('code') ?? '', client)
}
