import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../sandbox.ts'

const clock = createFakeClock()
const sandbox = await createSandbox({ clock })
const adasToken = await createSandboxUser(sandbox).obtainAccessToken()

interface Page {
  readonly items: { readonly id: string; readonly path: string; readonly name: string }[]
  readonly cursor?: string
}

function get(query: string, token = adasToken, path = '/adobe/sites/cf/models'): Promise<Response> {
  return sandbox.fetch(`${sandbox.origins.aem}${path}${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
}

async function getPage(query: string, token?: string): Promise<Page> {
  const response = await get(query, token)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

async function expectProblem(response: Response, status: number, detail: string): Promise<void> {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status, detail })
}

describe('GET /adobe/sites/cf/models', () => {
  it('answers the tutorial’s request with ten models and a cursor', async () => {
    const page = await getPage('?cursor=0&limit=10&projection=summary')
    expect(page.items).toHaveLength(10)
    expect(page.cursor).toEqual(expect.any(String))
  })

  it('begins with WKND’s own models, by their real paths', async () => {
    const page = await getPage('?limit=3&projection=minimal')
    expect(page.items).toEqual([
      {
        // The id in Adobe's own sample.
        id: 'L2NvbmYvd2tuZC1zaGFyZWQvc2V0dGluZ3MvZGFtL2NmbS9tb2RlbHMvYWR2ZW50dXJl',
        path: '/conf/wknd-shared/settings/dam/cfm/models/adventure',
        name: 'Adventure',
      },
      expect.objectContaining({ name: 'Article' }),
      expect.objectContaining({ name: 'Author' }),
    ])
  })

  it('gives every model once, over pages of 7', async () => {
    const paths: string[] = []
    let cursor: string | undefined
    do {
      // Each page names the next one.
      // oxlint-disable-next-line no-await-in-loop
      const page: Page = await getPage(
        cursor === undefined ? '?limit=7' : `?limit=7&cursor=${cursor}`,
      )
      paths.push(...page.items.map((item) => item.path))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(paths.length).toBeGreaterThanOrEqual(120)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('gives 50 when no limit is named', async () => {
    expect((await getPage('')).items).toHaveLength(50)
  })

  it('shows the fields only in the full projection, which is the default', async () => {
    expect((await getPage('?limit=1')).items[0]).toHaveProperty('fields')
    expect((await getPage('?limit=1&projection=summary')).items[0]).not.toHaveProperty('fields')
  })

  it.each(['limit=0', 'limit=51', 'limit=x', 'limit=-1', 'limit=1.5', 'limit='])(
    'refuses %s and says what it may be',
    async (query) => {
      const detail = "The parameter 'limit' must be a whole number from 1 to 50."
      await expectProblem(await get(`?${query}`), 400, detail)
    },
  )

  it.each(['made-up', 'YWZ0ZXI', '%00', '1', ''])(
    'refuses the made-up cursor "%s"',
    async (cursor) => {
      const detail = "The parameter 'cursor' is not valid."
      await expectProblem(await get(`?cursor=${cursor}`), 400, detail)
    },
  )

  it('refuses a second way of writing its own cursor', async () => {
    const { cursor = '' } = await getPage('?limit=2')
    const padded = cursor.padEnd(Math.ceil(cursor.length / 4) * 4, '=')
    expect(padded).not.toBe(cursor)
    const detail = "The parameter 'cursor' is not valid."
    await expectProblem(await get(`?cursor=${encodeURIComponent(padded)}`), 400, detail)
  })

  it('refuses an unknown projection', async () => {
    const detail = "The parameter 'projection' must be one of minimal, summary, full."
    await expectProblem(await get('?projection=none'), 400, detail)
  })

  it('gives the same content at every start', async () => {
    const other = await createSandbox({ clock })
    const token = await createSandboxUser(other).obtainAccessToken()
    const response = await other.fetch(`${other.origins.aem}/adobe/sites/cf/models?limit=50`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await response.json()).toEqual(await getPage('?limit=50'))
  })

  it('serves a doubled slash, which a host name with a trailing slash gives', async () => {
    expect((await get('?limit=1', adasToken, '//adobe/sites/cf/models')).status).toBe(200)
  })

  it('lets a viewer read', async () => {
    const token = await createSandboxUser(sandbox, 'vic@wknd.test').obtainAccessToken()
    expect((await getPage('?limit=1', token)).items).toHaveLength(1)
  })

  it('shows an empty list to a user without product profile', async () => {
    const token = await createSandboxUser(sandbox, 'nora@wknd.test').obtainAccessToken()
    expect(await getPage('?limit=1', token)).toEqual({ items: [] })
  })
})

describe('access to AEM', () => {
  it.each([
    ['no token', undefined],
    ['a text that is no token', 'fake-access-token'],
    ['the ID token in place of the access token', 'id'],
    ['a tampered token', 'tampered'],
  ])('refuses %s with 401', async (_, kind) => {
    const token = await badToken(kind)
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
      headers,
    })
    await expectProblem(response, 401, 'The access token is missing, invalid or expired.')
  })

  it('refuses a token after its 24 hours', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    clock.advance({ hours: 23, minutes: 59 })
    expect((await get('', token)).status).toBe(200)
    clock.advance({ minutes: 1 })
    expect((await get('', token)).status).toBe(401)
  })

  it('refuses a revoked token', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/revoke?client_id=wknd-spa`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
    })
    expect((await get('', token)).status).toBe(401)
  })

  it('refuses a client that is not on the allow-list, in Adobe’s words', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken({
      client_id: 'express-embed',
      scope: 'openid,aem.fragments.management',
    })
    const detail =
      'IMS Client ID not allowlisted. Allowlist the Client ID using the Configuration Pipeline.'
    await expectProblem(await get('', token), 403, detail)
  })

  it('refuses a token without the scope, in Adobe’s words', async () => {
    const token = await createSandboxUser(sandbox).obtainAccessToken({ scope: 'openid' })
    await expectProblem(await get('', token), 403, 'The access token is missing required scopes.')
  })

  it('answers 404 for an address that is not there', async () => {
    await expectProblem(
      await get('', await freshToken(), '/adobe/nothing'),
      404,
      'There is nothing at this address.',
    )
  })

  it('answers HEAD with the headers alone', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${await freshToken()}` },
    })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

function freshToken(): Promise<string> {
  return createSandboxUser(sandbox).obtainAccessToken()
}

async function badToken(kind: string | undefined): Promise<string | undefined> {
  if (kind === 'id') return idToken()
  if (kind !== 'tampered') return kind
  const [header, payload = '', signature] = (await freshToken()).split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const better = Buffer.from(JSON.stringify({ ...claims, expires_in: '1' })).toString('base64url')
  return [header, better, signature].join('.')
}

async function idToken(): Promise<string> {
  const user = createSandboxUser(sandbox)
  const page = await user.authorize()
  const response = await user.exchange(page.url.searchParams.get('code') ?? '')
  return ((await response.json()) as { id_token: string }).id_token
}
