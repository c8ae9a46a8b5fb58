import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Behavior } from '../behavior/behavior.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const storeConfigs = '/wknd-tenant/V1/store/storeConfigs'
const products = '/wknd-tenant/V1/products?searchCriteria[pageSize]=1'
const clock = createFakeClock()
let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox({ clock })
})

interface Call {
  readonly path?: string
  readonly user?: string
  readonly clientId?: string
  readonly scopes?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

async function call({
  path = storeConfigs,
  user = 'cora@wknd.test',
  clientId = 'commerce-admin',
  scopes,
  headers,
}: Call = {}): Promise<Response> {
  const token = await sandbox.tokens.issue({ user, clientId, ...(scopes && { scopes }) })
  return sandbox.fetch(sandbox.origins.commerce + path, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
}

function hints(): readonly string[] {
  const found = sandbox.journal.last()?.hints ?? []
  return found.map(({ code, about }) => (about === undefined ? code : `${code}: ${about}`))
}

describe('addresses of Commerce', () => {
  it.each([
    '/wknd-tenant/V1/store/storeConfigs',
    '/rest/V1/store/storeConfigs',
    '/rest/v1/store/storeConfigs',
    '/rest/default/V1/store/storeConfigs',
    '/rest/all/V1/store/storeConfigs',
  ])('%s is served', async (path) => {
    expect((await call({ path })).status).toBe(200)
  })

  it.each([
    ['/wknd-tenant/V2/products', ['commerce_path_unknown']],
    ['/V1/products', ['commerce_path_unknown']],
    ['//V1/products', ['commerce_path_unknown']],
    ['/wknd-tenant/V1/orders', ['endpoint_not_served']],
    ['/wknd-tenant/V1/async/products', ['async_not_served']],
    ['/wknd-tenant/V1/async/bulk/products', ['async_not_served']],
    ['/wknd-tenant/async/V1/products', ['commerce_path_unknown']],
    ['/rest/V1/orders', ['rest_path', 'endpoint_not_served']],
  ])('%s is no route', async (path, expected) => {
    const response = await call({ path })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: 'Request does not match any route.' })
    expect(hints()).toEqual(expected)
  })

  it('has something to say to a visitor', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.commerce}/`, {
      headers: { accept: 'text/html' },
    })
    expect(await response.text()).toContain('Commerce, in the sandbox')
  })

  it('are in the journal under a name of their own', async () => {
    await call()
    expect(sandbox.journal.exchanges({ service: 'commerce' })).toMatchObject([
      { path: storeConfigs, status: 200, clientId: 'commerce-admin', hints: [] },
    ])
  })
})

describe('the journal of Commerce', () => {
  it('shows the codes of stores, and no token', async () => {
    await call({ path: '/rest/V1/store/websites?fields=code' })
    const exchange = sandbox.journal.last()
    expect(exchange?.responseBody).toEqual([
      { code: 'admin' },
      { code: 'base' },
      { code: 'europe' },
    ])
    expect(exchange?.requestHeaders['authorization']).toMatch(/^Bearer <bearer [0-9a-f]{8}>$/)
  })
})

describe('who gets into Commerce', () => {
  it('is unknown without a token', async () => {
    const response = await sandbox.fetch(sandbox.origins.commerce + storeConfigs)
    expect(response.status).toBe(401)
    expect(await response.json()).not.toHaveProperty('parameters')
    expect(hints()).toEqual(['access_token_missing'])
  })

  it('is unknown once the token has expired', async () => {
    const token = await sandbox.tokens.issue({
      user: 'cora@wknd.test',
      clientId: 'commerce-admin',
    })
    sandbox.clock.advance({ hours: 25 })
    const headers = { authorization: `Bearer ${token}` }
    const response = await sandbox.fetch(sandbox.origins.commerce + storeConfigs, { headers })
    expect(response.status).toBe(401)
    expect(hints()).toEqual(['access_token_expired'])
  })

  it('is a user whose role has the resource', async () => {
    expect((await call({ path: products })).status).toBe(200)
  })

  it('is a program whose technical account has it', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'wknd-service',
        client_secret: 'wknd-service-secret',
        scope: 'openid,commerce.accs',
      }),
    })
    const { access_token: token } = (await response.json()) as { readonly access_token: string }
    const headers = {
      authorization: `Bearer ${token}`,
      'x-api-key': 'wknd-service',
      'x-gw-ims-org-id': '57AB1E0000000000000000A0@AdobeOrg',
    }
    const listed = await sandbox.fetch(sandbox.origins.commerce + products, { headers })
    expect(listed.status).toBe(200)
  })

  it.each([
    ['Magento_Backend::store', storeConfigs],
    ['Magento_Catalog::products', products],
    ['Magento_Catalog::products', '/wknd-tenant/V1/products/WKND-CAP-RED'],
  ])('is told that %s is missing at %s, as core does', async (resources, path) => {
    const response = await call({ path, user: 'vic@wknd.test' })
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      message: "The consumer isn't authorized to access %resources.",
      parameters: { resources },
    })
    expect(hints()).toEqual([`commerce_resource_missing: ${resources}`])
  })

  it('is a user with one resource for what asks for that one', async () => {
    sandbox.organizations.put({
      id: '57AB1E0000000000000000A0@AdobeOrg',
      name: 'WKND',
      productProfiles: [
        {
          name: 'AEM Users - author',
          repositoryRights: [],
          commerceResources: ['Magento_Catalog::products'],
        },
      ],
    })
    const user = 'vic@wknd.test'
    expect((await call({ user, path: products })).status).toBe(200)
    expect((await call({ user, path: storeConfigs })).status).toBe(401)
  })

  it('is unknown in another organization', async () => {
    const headers = { 'x-gw-ims-org-id': '000000000000000000000000@AdobeOrg' }
    expect((await call({ headers })).status).toBe(403)
    expect(hints()).toEqual(['commerce_organization_mismatch'])
  })

  it('is unknown without an organization', async () => {
    expect((await call({ user: 'iris@example.test' })).status).toBe(403)
    expect(hints()).toEqual(['commerce_organization_mismatch'])
  })

  it('is unknown with the API key of another client', async () => {
    expect((await call({ headers: { 'x-api-key': 'wknd-spa' } })).status).toBe(403)
    expect(hints()).toEqual(['api_key_mismatch'])
  })

  it('needs no scope, as in the tutorial', async () => {
    expect((await call({ scopes: ['openid'] })).status).toBe(200)
  })
})

describe('behavior of Commerce', () => {
  it.each<[Partial<Behavior>, Call, number]>([
    [{ commerceScope: 'optional' }, { scopes: ['openid'] }, 200],
    [{ commerceScope: 'required' }, { scopes: ['openid'] }, 401],
    [{ commerceScope: 'required' }, { scopes: ['openid', 'commerce.accs'] }, 200],
    [{ missingSearchCriteria: 'all' }, { path: '/rest/V1/products' }, 200],
    [{ missingSearchCriteria: 'refuse' }, { path: '/rest/V1/products' }, 400],
    [{ searchLimits: true }, { path: products.replace('=1', '=300') }, 200],
    [{ searchLimits: true }, { path: products.replace('=1', '=301') }, 400],
    [{ searchLimits: false }, { path: products.replace('=1', '=301') }, 200],
  ])('%j', async (rows, request, status) => {
    sandbox.changeBehavior(rows)
    expect((await call(request)).status).toBe(status)
  })

  it.each([
    ['last-page', 1],
    ['empty', 0],
  ] as const)('pagePastEnd: %s', async (pagePastEnd, length) => {
    sandbox.changeBehavior({ pagePastEnd })
    const path = `${products}&searchCriteria[currentPage]=999999`
    const { items } = (await (await call({ path })).json()) as { readonly items: unknown[] }
    expect(items).toHaveLength(length)
    expect(hints()).toEqual(['page_past_end'])
  })

  it('searchLimits: 20 to a page by default', async () => {
    sandbox.changeBehavior({ searchLimits: true })
    const response = await call({ path: '/rest/V1/products?searchCriteria=' })
    expect(await response.json()).toMatchObject({ items: { length: 20 } })
  })
})

describe('store views', () => {
  const nameOfCap = async (call_: Call): Promise<unknown> => {
    const body = (await (await call({ path: '/t/V1/products/WKND-CAP-RED', ...call_ })).json()) as {
      readonly name: unknown
    }
    return body.name
  }

  it.each([
    [{}, 'Red Cap'],
    [{ headers: { store: 'default' } }, 'Red Cap'],
    [{ headers: { store: 'all' } }, 'Red Cap'],
    [{ headers: { store: 'de' } }, 'Rote Kappe'],
    [{ path: '/rest/fr/V1/products/WKND-CAP-RED' }, 'Casquette rouge'],
    [{ path: '/t/V1/products/WKND-CAP-RED?storeId=2' }, 'Rote Kappe'],
  ])('%j shows %s', async (call_, name) => {
    expect(await nameOfCap(call_)).toBe(name)
  })

  it('that do not exist are not found', async () => {
    expect((await call({ headers: { store: 'it' } })).status).toBe(404)
    expect(hints()).toEqual(['store_unknown: it'])
  })
})

describe('faults of Commerce', () => {
  it('speak as Commerce does of too many requests', async () => {
    sandbox.faults.add({ match: 'GET /wknd-tenant/*', status: 429, retryAfterSeconds: 5 })
    const response = await call()
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toEqual({ message: 'Too Many Requests', trace: null })
  })

  it('speak as Commerce does of a failure', async () => {
    sandbox.faults.add({ match: 'GET /wknd-tenant/*', status: 500 })
    expect(await (await call()).json()).toMatchObject({
      message: expect.stringMatching(/^Internal Error\. .*Report ID: webapi-/),
    })
  })
})

describe('pages of other origins', () => {
  it('get no CORS headers, and the journal says so', async () => {
    const response = await call({ headers: { origin: 'https://localhost:3002' } })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(hints()).toEqual(['commerce_without_cors'])
  })
})
