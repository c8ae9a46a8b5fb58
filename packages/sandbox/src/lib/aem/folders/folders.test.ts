import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeEach, describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'

const dam = '/content/dam'
const shared = `${dam}/wknd-shared`

let sandbox: Sandbox
let token: string

beforeEach(async () => {
  sandbox = await createSandbox({ clock: createFakeClock() })
  token = await tokenOf('ada@wknd.test')
})

function tokenOf(email: string, scope?: string): Promise<string> {
  return createSandboxUser(sandbox, email).obtainAccessToken(scope === undefined ? {} : { scope })
}

interface Call {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly as?: string
}

function call(
  path: string,
  { method = 'GET', body, headers = {}, as = token }: Call = {},
): Promise<Response> {
  return sandbox.fetch(new URL(path, sandbox.origins.aem), {
    method,
    headers: { authorization: `Bearer ${as}`, 'x-api-key': 'wknd-spa', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

interface Listing {
  readonly self: { readonly path: string; readonly title: string }
  readonly children: readonly { readonly path: string; readonly name: string }[]
  readonly cursor?: string
}

async function list(query: string, as?: string): Promise<Listing> {
  const response = await call(`/adobe/folders?${query}`, as === undefined ? {} : { as })
  expect(response.status).toBe(200)
  return (await response.json()) as Listing
}

interface Bulk {
  readonly data: { readonly values: { readonly successes: readonly { readonly path: string }[] } }
  readonly errors: readonly { readonly title: string; readonly detail: string }[]
}

async function create(body: unknown): Promise<Bulk> {
  const response = await call('/adobe/folders', { method: 'POST', body })
  expect(response.status).toBe(200)
  return (await response.json()) as Bulk
}

async function expectProblem(response: Response, status: number, detail: string): Promise<void> {
  expect(await response.json()).toMatchObject({ status, detail })
  expect(response.status).toBe(status)
}

describe('GET /adobe/folders', () => {
  it('gives a folder and its children, with a slash at the end of the address or without', async () => {
    for (const path of ['/adobe/folders', '/adobe/folders/']) {
      // oxlint-disable-next-line no-await-in-loop
      const response = await call(`${path}?path=${shared}`)
      // oxlint-disable-next-line no-await-in-loop
      expect(await response.json()).toMatchObject({
        self: {
          folderId: expect.stringMatching(/^urn:aaid:aem:/),
          name: 'wknd-shared',
          title: 'WKND Shared',
          path: shared,
        },
        children: [{ name: 'de' }, { name: 'en' }, { name: 'es' }, { name: 'fr' }],
      })
    }
  })

  it('begins at the top, whose way leads to the DAM', async () => {
    expect((await list('')).self.path).toBe('/')
    expect((await list(`path=/content`)).children).toMatchObject([{ path: dam }])
  })

  it('has at least sixty folders, page by page', async () => {
    const first = await list(`path=${shared}/en/adventures&limit=5`)
    expect(first.children).toHaveLength(5)
    const second = await list(`path=${shared}/en/adventures&limit=50&cursor=${first.cursor}`)
    expect(first.children.length + second.children.length).toBe(16)
    expect(second).not.toHaveProperty('cursor')
  })

  it('answers 304 to a reader that holds this version, and HEAD with the headers alone', async () => {
    const first = await call(`/adobe/folders?path=${shared}`)
    const etag = first.headers.get('etag') ?? ''
    const again = await call(`/adobe/folders?path=${shared}`, {
      headers: { 'if-none-match': etag },
    })
    expect(again.status).toBe(304)
    const head = await call(`/adobe/folders?path=${shared}`, { method: 'HEAD' })
    expect(head.headers.get('etag')).toBe(etag)
    await create([{ path: `${shared}/new` }])
    const changed = await call(`/adobe/folders?path=${shared}`, {
      headers: { 'if-none-match': etag },
    })
    expect(changed.status).toBe(200)
  })

  it('answers 404 for a folder that is not there', async () => {
    await expectProblem(
      await call('/adobe/folders?path=/content/dam/none'),
      404,
      'There is no folder at this path.',
    )
  })

  it('answers 400 for an empty path', async () => {
    await expectProblem(
      await call('/adobe/folders?path='),
      400,
      "The parameter 'path' must not be empty.",
    )
  })

  it('leaves out what the user may not read', async () => {
    expect((await list(`path=${shared}`, await tokenOf('nora@wknd.test'))).children).toEqual([])
    expect((await list(`path=${shared}`, await tokenOf('vic@wknd.test'))).children).toHaveLength(4)
  })
})

describe('POST /adobe/folders', () => {
  it('makes folders and gives each its id', async () => {
    const answer = await create([{ path: `${shared}/a`, title: 'Ä 🏔' }, { path: `${shared}/🏔` }])
    expect(answer).toEqual({
      operation: 'adobe.folders.createFolders',
      status: 200,
      description: 'Created folders',
      data: {
        values: {
          successes: [
            {
              type: 'FOLDER',
              name: 'a',
              folderId: expect.stringMatching(/^urn:aaid:aem:[0-9a-f-]{36}$/),
              path: `${shared}/a`,
            },
            { type: 'FOLDER', name: '🏔', folderId: expect.any(String), path: `${shared}/🏔` },
          ],
        },
      },
      errors: [],
      warnings: [],
    })
    expect((await list(`path=${shared}`)).children.map(({ name }) => name)).toContain('🏔')
  })

  it('hides a conflict inside a 200, as Adobe documents', async () => {
    const answer = await create([{ path: shared }])
    expect(answer.data.values.successes).toEqual([])
    expect(answer.errors).toEqual([
      {
        type: 'https://api.adobeaemcloud.com/adobe/meta/errors/conflict',
        title: 'Conflict',
        detail: `An entity already exists at ${shared}`,
      },
    ])
  })

  it('makes the others where one cannot be made, a parent before its child', async () => {
    const answer = await create([
      { path: `${shared}/a` },
      { path: `${shared}/a` },
      { path: `${shared}/a/b` },
    ])
    expect(answer.data.values.successes.map(({ path }) => path)).toEqual([
      `${shared}/a`,
      `${shared}/a/b`,
    ])
    expect(answer.errors).toHaveLength(1)
  })

  it.each([
    ['outside the DAM', '/content/other/a', 'Bad Request', /is not under \/content\/dam/],
    ['at the DAM itself', '/content/dam', 'Bad Request', /is not under/],
    ['with dot segments', `${shared}/../a`, 'Bad Request', /dot segments/],
    ['without its parent', `${shared}/none/a`, 'Not Found', /There is no folder at .*none/],
    [
      'with 300 characters',
      `${shared}/${'x'.repeat(300)}`,
      'Bad Request',
      /more than 150 characters/,
    ],
    ['with a character that JCR refuses', `${shared}/a:b`, 'Bad Request', /is not valid/],
    ['with a blank end', `${shared}/a `, 'Bad Request', /is not valid/],
    ['with an empty name', `${shared}//`, 'Bad Request', /is not valid/],
  ])('does not make a folder %s', async (_, path, title, detail) => {
    const answer = await create([{ path }])
    expect(answer.errors).toEqual([
      expect.objectContaining({ title, detail: expect.stringMatching(detail) }),
    ])
  })

  it.each([
    ['a body that is not an array', { path: `${shared}/a` }, /must be a JSON array/],
    [
      'eleven at once',
      Array.from({ length: 11 }, (_, index) => ({ path: `${shared}/${index}` })),
      /1 to 10/,
    ],
    ['none', [], /1 to 10/],
    ['a folder without path', [{ title: 'A' }], /text 'path'/],
    ['a title that is no text', [{ path: `${shared}/a`, title: 1 }], /text 'title'/],
  ])('refuses %s as a whole', async (_, body, detail) => {
    const response = await call('/adobe/folders', { method: 'POST', body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail) })
  })

  it('refuses a body that is no JSON', async () => {
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'x-api-key': 'wknd-spa' },
      body: '{',
    })
    expect(response.status).toBe(400)
  })
})

describe('the former answer to a folder that exists', () => {
  it('is a 409, where the behavior says so', async () => {
    sandbox = await createSandbox({ behavior: { folderConflict: 'status-409' } })
    token = await tokenOf('ada@wknd.test')
    const response = await call('/adobe/folders', { method: 'POST', body: [{ path: shared }] })
    await expectProblem(response, 409, `An entity already exists at ${shared}`)
  })
})

describe('DELETE /adobe/folders', () => {
  it('deletes an empty folder at once', async () => {
    const path = `${shared}/en/contributors`
    expect((await call(`/adobe/folders?path=${path}`, { method: 'DELETE' })).status).toBe(204)
    expect((await call(`/adobe/folders?path=${path}`)).status).toBe(404)
  })

  it.each([
    ['a missing one', `${shared}/none`, 404, `There is no folder at ${shared}/none`],
    ['a full one without recursive', `${shared}/en`, 409, `The folder ${shared}/en is not empty`],
    [
      'one with a picture in it',
      `${shared}/en/adventures/bali-surf-camp`,
      409,
      `The folder ${shared}/en/adventures/bali-surf-camp is not empty`,
    ],
    ['the DAM itself', dam, 403, `The folder ${dam} cannot be deleted`],
  ])('does not delete %s', async (_, path, status, detail) => {
    await expectProblem(
      await call(`/adobe/folders?path=${path}`, { method: 'DELETE' }),
      status,
      detail,
    )
  })

  it('makes a job of a full one: 202, then 303, then the result, then 404', async () => {
    const started = await call(`/adobe/folders?path=${shared}/en&recursive=true`, {
      method: 'DELETE',
    })
    expect(started.status).toBe(202)
    expect(started.headers.get('retry-after')).toBe('1')
    const location = started.headers.get('location') ?? ''
    expect(await started.json()).toEqual({ jobId: expect.any(String), state: 'PROCESSING' })

    sandbox.clock.advance({ seconds: 1 })
    expect((await call(location)).status).toBe(202)
    expect((await call(`${location}/result`)).status).toBe(404)
    sandbox.clock.advance({ seconds: 1 })
    const done = await call(location)
    expect(done.status).toBe(303)
    expect(done.headers.get('location')).toBe(`${location}/result`)
    expect(await (await call(`${location}/result`)).json()).toMatchObject({
      operation: 'adobe.folders.deleteFolders',
      data: { values: { successes: [{ type: 'FOLDER', path: `${shared}/en` }] } },
    })

    sandbox.clock.advance({ hours: 1 })
    expect((await call(location)).status).toBe(404)
  })
})

describe('POST /adobe/folders/delete', () => {
  it('deletes several, and says of each that it could not', async () => {
    const paths = [`${shared}/en/contributors`, `${shared}/none`, `${shared}/en`]
    const response = await call('/adobe/folders/delete', { method: 'POST', body: { paths } })
    const answer = (await response.json()) as Bulk
    expect(answer.data.values.successes).toEqual([{ type: 'FOLDER', path: paths[0] }])
    expect(answer.errors.map(({ title }) => title)).toEqual(['Not Found', 'Conflict'])
  })

  it('makes a job where a full one goes with all that lies in it', async () => {
    const body = { paths: [`${shared}/en`], recursive: true }
    expect((await call('/adobe/folders/delete', { method: 'POST', body })).status).toBe(202)
    const fragments = await call('/adobe/sites/cf/fragments')
    expect(await fragments.json()).toEqual({ items: [] })
  })

  it.each([[{}], [{ paths: [] }], [{ paths: [1] }], [[]]])('refuses the body %j', async (body) => {
    expect((await call('/adobe/folders/delete', { method: 'POST', body })).status).toBe(400)
  })
})

describe('access to folders', () => {
  it.each([
    ['no key', {}, { error_code: '403000', message: 'Api Key is required' }],
    [
      'a wrong key',
      { 'x-api-key': 'other' },
      { error_code: '403003', message: 'Api Key is invalid' },
    ],
  ])('refuses %s', async (_, headers, body) => {
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/folders`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual(body)
  })

  it('asks for the scope before the key', async () => {
    const as = await tokenOf('ada@wknd.test', 'openid')
    const response = await call('/adobe/folders', { as, headers: { 'x-api-key': 'other' } })
    await expectProblem(response, 403, 'The access token is missing required scopes.')
  })

  it.each([
    ['create', '/adobe/folders', 'POST', [{ path: `${shared}/a` }]],
    ['delete', `/adobe/folders?path=${shared}/en/contributors`, 'DELETE', undefined],
    ['delete several', '/adobe/folders/delete', 'POST', { paths: [shared] }],
  ])('lets vic not %s', async (_, path, method, body) => {
    const as = await tokenOf('vic@wknd.test')
    const response = await call(path, { method, body, as })
    await expectProblem(response, 403, 'The user lacks the permission to change this repository.')
  })
})
