import { Strategy as AdobeStrategy } from 'passport-adobe-oauth2'
import OAuth2Strategy from 'passport-oauth2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { authenticate } from './lib/passport-request.ts'
import { startSandbox, webApp, type RunningSandbox } from './lib/running-sandbox.ts'

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const settings = {
  clientID: webApp.id,
  clientSecret: webApp.secret,
  callbackURL: webApp.redirectUri,
}

describe('passport-oauth2', () => {
  it('signs in with state and PKCE', async () => {
    const strategy = new OAuth2Strategy(
      {
        ...settings,
        authorizationURL: `${sandbox.ims}/ims/authorize/v2`,
        tokenURL: `${sandbox.ims}/ims/token/v3`,
        scope: webApp.scopes,
        state: true,
        pkce: true,
      },
      (accessToken: string, refreshToken: string, _: unknown, done: Function) =>
        done(null, { accessToken, refreshToken }),
    )
    const session = {}
    const { redirect = '' } = await authenticate(strategy, new URL(webApp.redirectUri), session, {
      start: true,
    })
    const callback = await sandbox.signIn(redirect)
    const { user } = await authenticate(strategy, callback, session)
    expect(user).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      refreshToken: expect.any(String),
    })
  })
})

describe('passport-adobe-oauth2', () => {
  it('signs in at authorize/v1 and token/v1, and reads the profile', async () => {
    const strategy = new AdobeStrategy(
      { ...settings, authorizationEndpoint: sandbox.ims, scope: webApp.scopes },
      (_: string, __: string, profile: object, done: Function) => done(null, profile),
    )
    const session = {}
    const { redirect = '' } = await authenticate(strategy, new URL(webApp.redirectUri), session, {
      start: true,
    })
    const callback = await sandbox.signIn(redirect)
    const { user } = await authenticate(strategy, callback, session)
    expect(user).toMatchObject({
      provider: 'adobe',
      displayName: 'Ada Auster',
      emails: [{ value: 'ada@wknd.test' }],
    })
  })
})
