import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'

const clock = createFakeClock()
const models = '/adobe/sites/cf/models'
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox({ clock })
})

interface Call {
  readonly path?: string
  readonly email?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly init?: RequestInit
}

/** The hints of one call of AEM by a user with a fresh token. */
async function hintsOf({ path = models, email, parameters, init = {} }: Call): Promise<unknown> {
  const token = await createSandboxUser(sandbox, email).obtainAccessToken(parameters)
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${token}`)
  await sandbox.fetch(sandbox.origins.aem + path, { ...init, headers })
  return lastHints()
}

function lastHints(): readonly string[] {
  const hints = sandbox.journal.last()?.hints ?? []
  return hints.map(({ code, about }) => (about === undefined ? code : `${code}: ${about}`))
}

async function hintsOfPreflight(headers: Record<string, string>): Promise<readonly string[]> {
  await sandbox.fetch(sandbox.origins.aem + models, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://localhost:3001',
      'access-control-request-method': 'GET',
      ...headers,
    },
  })
  return lastHints()
}

const key = { 'x-api-key': 'wknd-spa' }
const newFolder = JSON.stringify([{ path: '/content/dam/wknd-shared/new' }])

describe('hints of AEM', () => {
  it('are missing where nothing is wrong', async () => {
    expect(await hintsOf({ init: { headers: { origin: 'https://localhost:3001' } } })).toEqual([])
  })

  it.each<[hint: string, call: Call]>([
    ['doubled_slash', { path: `/${models}` }],
    ['zero_cursor', { path: `${models}?cursor=0` }],
    ['endpoint_not_served', { path: '/adobe/nothing' }],
    ['access_token_scope_missing: aem.fragments.management', { parameters: { scope: 'openid' } }],
    ['product_profile_missing', { email: 'nora@wknd.test' }],
    [
      'product_profile_missing',
      { email: 'nora@wknd.test', path: '/adobe/folders', init: { headers: key } },
    ],
    ['product_profile_missing', { email: 'nora@wknd.test', path: '/adobe/sites/cf/fragments' }],
    ['api_key_mismatch', { path: '/adobe/folders' }],
    [
      'api_key_mismatch',
      { path: '/adobe/folders', init: { headers: { 'x-api-key': 'express-embed' } } },
    ],
    [
      'write_right_missing',
      {
        email: 'vic@wknd.test',
        path: '/adobe/folders',
        init: { method: 'POST', headers: key, body: newFolder },
      },
    ],
    [
      'cors_policy_missing: https://evil.test',
      { init: { headers: { origin: 'https://evil.test' } } },
    ],
  ])('%s', async (hint, call) => {
    expect(await hintsOf(call)).toEqual([hint])
  })

  it('client_not_allow_listed', async () => {
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'express-embed' })
    await sandbox.fetch(sandbox.origins.aem + models, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(lastHints()).toEqual(['client_not_allow_listed: express-embed'])
  })
})

describe('hints of AEM about the access token', () => {
  it.each([
    ['access_token_missing', {}],
    ['access_token_unknown', { authorization: 'Bearer fake-access-token' }],
  ])('%s', async (hint, headers) => {
    await sandbox.fetch(sandbox.origins.aem + models, { headers })
    expect(lastHints()).toEqual([hint])
  })

  it('access_token_expired', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    clock.advance({ hours: 24 })
    await sandbox.fetch(sandbox.origins.aem + models, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(lastHints()).toEqual(['access_token_expired'])
  })

  it('access_token_orphaned', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    sandbox.users.remove('ada@wknd.test')
    await sandbox.fetch(sandbox.origins.aem + models, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(lastHints()).toEqual(['access_token_orphaned'])
  })
})

describe('hints of AEM about CORS preflights', () => {
  it('are missing for what the policy allows', async () => {
    const headers = { 'access-control-request-headers': 'authorization,content-type' }
    expect(await hintsOfPreflight(headers)).toEqual([])
  })

  it.each<[hint: string, headers: Record<string, string>]>([
    ['cors_policy_missing: https://evil.test', { origin: 'https://evil.test' }],
    ['cors_policy_method: PURGE', { 'access-control-request-method': 'PURGE' }],
    ['cors_policy_header: x-mine', { 'access-control-request-headers': 'authorization,x-mine' }],
  ])('%s', async (hint, headers) => {
    expect(await hintsOfPreflight(headers)).toEqual([hint])
  })
})
