import { type Sandbox, createSandbox } from '@mudbrick/sandbox'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AemClient, createAemClient } from './aem-client.ts'
import { createFolder, createFolders } from './create-folders.ts'
import { deleteFolders } from './delete-folders.ts'
import { explainFailure } from './explain-failure.ts'
import type { FolderJobProgress } from './folder-job.ts'
import { iterateFolders, listFolders } from './list-folders.ts'

const wknd = '/content/dam/wknd-shared'
const summer = `${wknd}/summer`

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await createSandbox()
})

beforeEach(() => {
  sandbox.reset()
})

describe('folders of the sandbox', () => {
  it('are listed from the top down to the DAM', async () => {
    const aem = await signIn()
    expect((await listFolders(aem)).children).toMatchObject([{ path: '/content' }])
    const { self, children } = await listFolders(aem, { path: '/content/dam' })
    expect(self).toMatchObject({ name: 'dam', title: 'Assets' })
    expect(children).toContainEqual(
      expect.objectContaining({ name: 'wknd-shared', title: 'WKND Shared', path: wknd }),
    )
  })

  it('are the same page by page as all at once', async () => {
    const aem = await signIn()
    const path = `${wknd}/en/adventures`
    const names: string[] = []
    for await (const { name } of iterateFolders(aem, { path, limit: 5 })) names.push(name)
    const { children, cursor } = await listFolders(aem, { path })
    expect(cursor).toBeUndefined()
    expect(names).toEqual(children.map(({ name }) => name))
    expect(names.length).toBeGreaterThan(5)
  })

  it('are not sent again while nothing has changed', async () => {
    const aem = await signIn()
    const known = await listFolders(aem, { path: wknd })
    expect(await listFolders(aem, { path: wknd, known })).toBe(known)
    await createFolder(aem, { path: summer })
    const page = await listFolders(aem, { path: wknd, known })
    expect(page.children.map(({ path }) => path)).toContain(summer)
  })

  it('can be created', async () => {
    const aem = await signIn()
    const folder = await createFolder(aem, { path: summer, title: 'Sommer ☀️' })
    expect(folder).toMatchObject({ name: 'summer', title: 'Sommer ☀️', path: summer })
    expect((await listFolders(aem, { path: summer })).self).toEqual(folder)
  })

  it('can be created in part: each has its own outcome', async () => {
    const aem = await signIn()
    const paths = [
      `${wknd}/en`,
      summer,
      `${wknd}/nowhere/winter`,
      `${wknd}/../winter`,
      '/content/winter',
      `${wknd}/${'w'.repeat(300)}`,
    ]
    const { isComplete, outcomes } = await createFolders(
      aem,
      paths.map((path) => ({ path })),
    )
    expect(isComplete).toBe(false)
    expect(outcomes).toMatchObject([
      { status: 'failed', error: { code: 'folder_exists' } },
      { status: 'created', folder: { path: summer } },
      { status: 'failed', error: { code: 'parent_missing' } },
      { status: 'failed', error: { code: 'invalid_folder' } },
      { status: 'failed', error: { code: 'invalid_folder' } },
      { status: 'failed', error: { code: 'invalid_folder' } },
    ])
  })

  it('are gone at once when they are empty', async () => {
    const aem = await signIn()
    await createFolder(aem, { path: summer })
    expect(await deleteFolders(aem, [summer])).toEqual({
      isComplete: true,
      outcomes: [{ status: 'deleted', path: summer }],
    })
    await expect(listFolders(aem, { path: summer })).rejects.toMatchObject({ status: 404 })
  })

  it('stay when they are not empty, not there, or not to be deleted', async () => {
    const aem = await signIn()
    const { outcomes } = await deleteFolders(aem, [wknd, `${wknd}/nowhere`, '/content/dam'])
    expect(outcomes).toMatchObject([
      { error: { code: 'folder_not_empty' } },
      { error: { code: 'folder_missing' } },
      { error: { code: 'folder_refused' } },
    ])
  })

  it('are deleted with all that is in them by a job, which is waited for', async () => {
    const progress: FolderJobProgress[] = []
    const aem = await signIn()
    const result = await deleteFolders(aem, [`${wknd}/en`], {
      recursive: true,
      onProgress: (step) => progress.push(step),
    })
    expect(result).toEqual({
      isComplete: true,
      outcomes: [{ status: 'deleted', path: `${wknd}/en` }],
    })
    expect(progress).toMatchObject([
      { state: 'PROCESSING', retryAfterMs: 1_000 },
      { state: 'PROCESSING', retryAfterMs: 1_000 },
    ])
  })

  it('have a job whose result is gone after more than an hour', async () => {
    const aem = await signIn()
    const result = deleteFolders(aem, [`${wknd}/en`], {
      recursive: true,
      onProgress: () => sandbox.clock.advance({ hours: 2 }),
    })
    await expect(result).rejects.toMatchObject({ name: 'AemError', status: 404 })
  })
})

describe('refusals of the sandbox', () => {
  it('are explained to a user without the right to write', async () => {
    const aem = await signIn('vic@wknd.test')
    await expect(listFolders(aem)).resolves.toBeDefined()
    expect(await causeOf(createFolder(aem, { path: summer }), aem)).toBe('permission_missing')
  })

  it('are explained to an application without the scope', async () => {
    const aem = await signIn('ada@wknd.test', { scope: 'AdobeID,openid' })
    expect(await causeOf(listFolders(aem), aem)).toBe('scope_missing')
  })

  it('are explained to an application with another API key', async () => {
    const aem = { ...(await signIn()), apiKey: 'client-id-123' }
    expect(await causeOf(listFolders(aem), aem)).toBe('api_key_invalid')
  })

  it('are explained after the token has expired', async () => {
    const aem = await signIn()
    sandbox.clock.advance({ hours: 25 })
    expect(await causeOf(listFolders(aem), aem)).toBe('token_rejected')
  })

  it('are explained while the environment sleeps', async () => {
    const aem = await signIn()
    const text = '<html status="hibernated" healthy="hibernated"></html>'
    sandbox.faults.add({ match: 'GET /adobe/folders', body: { type: 'text/html', text } })
    expect(await causeOf(listFolders(aem), aem)).toBe('hibernated')
  })
})

async function causeOf(call: Promise<unknown>, aem: AemClient): Promise<string> {
  const error: unknown = await call.then(
    () => expect.unreachable(),
    (caught: unknown) => caught,
  )
  return (await explainFailure(error, { aem })).cause
}

/** Waiting costs no time here: the sandbox's clock jumps instead. */
async function signIn(
  email?: string,
  parameters?: Readonly<Record<string, string>>,
): Promise<AemClient> {
  const token = await createSandboxUser(sandbox, email).obtainAccessToken(parameters)
  return createAemClient({
    origin: sandbox.origins.aem,
    apiKey: 'wknd-spa',
    fetch: (input, init) => {
      const request = new Request(input, init)
      request.headers.set('authorization', `Bearer ${token}`)
      return sandbox.fetch(request)
    },
    clock: {
      now: () => sandbox.clock.now(),
      setTimer: (callback, delayMs) => {
        if (delayMs > 10_000) return () => undefined
        sandbox.clock.advance({ seconds: delayMs / 1_000 })
        queueMicrotask(callback)
        return () => undefined
      },
    },
  })
}
