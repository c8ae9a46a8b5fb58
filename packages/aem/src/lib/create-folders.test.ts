import { inspect } from 'node:util'
import type { Fetch } from '@mudbrick/http'
import { describe, expect, it, vi } from 'vitest'
import { createAemClient } from './aem-client.ts'
import { createFolder, createFolders } from './create-folders.ts'

const southPath = '/content/dam/trips/south'
const eastPath = '/content/dam/trips/east'

/** The shapes of Adobe's knowledge base article ka-43462. */
const south = {
  type: 'FOLDER',
  name: 'south',
  folderId: 'urn:aaid:aem:11111111-2222-4333-8444-777777777777',
  path: southPath,
}
const conflict = {
  type: 'https://api.adobeaemcloud.com/adobe/meta/errors/conflict',
  title: 'Conflict',
  detail: `An entity already exists at ${southPath}`,
}

describe('createFolders()', () => {
  it('sends the folders as an array, with the API key', async () => {
    const { aem, sent } = setUp(answer([south]))
    await createFolders(aem, [{ path: southPath, title: 'South' }])
    const request = sent(0)
    expect(request.method).toBe('POST')
    expect(request.url).toBe('https://author.test/adobe/folders')
    expect(Object.fromEntries(request.headers)).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-api-key': 'client-id-123',
    })
    expect(await request.json()).toEqual([{ path: southPath, title: 'South' }])
  })

  it('gives what was created, with the title that was asked for', async () => {
    const { aem } = setUp(answer([south]))
    const { folderId } = south
    expect(await createFolders(aem, [{ path: southPath, title: 'South' }])).toEqual({
      isComplete: true,
      outcomes: [
        {
          status: 'created',
          path: southPath,
          folder: { folderId, name: 'south', title: 'South', path: southPath },
        },
      ],
    })
  })

  it('does not let a conflict inside a 200 pass for a success', async () => {
    const { aem } = setUp(answer([], [conflict]))
    const { isComplete, outcomes } = await createFolders(aem, [{ path: southPath }])
    expect(isComplete).toBe(false)
    expect(outcomes).toMatchObject([
      { status: 'failed', path: southPath, error: { code: 'folder_exists', problem: conflict } },
    ])
  })

  it('tells which folders of several were created', async () => {
    const { aem } = setUp(answer([{ ...south, path: eastPath }], [conflict]))
    const result = await createFolders(aem, [{ path: southPath }, { path: eastPath }])
    expect(result).toMatchObject({
      isComplete: false,
      outcomes: [
        { status: 'failed', path: southPath },
        { status: 'created', path: eastPath },
      ],
    })
  })

  it('understands the 409 that AEM used to answer', async () => {
    const problem = { ...conflict, status: 409 }
    const { aem } = setUp(Response.json(problem, { status: 409 }))
    const { outcomes } = await createFolders(aem, [{ path: southPath }])
    expect(outcomes).toMatchObject([{ status: 'failed', error: { code: 'folder_exists' } }])
  })

  it('waits when AEM makes a job of it', async () => {
    const { aem, sent } = setUp(
      Response.json({ jobId: 'job-1', state: 'PROCESSING' }, { status: 202 }),
      answer([south]),
    )
    const { isComplete } = await createFolders(aem, [{ path: southPath }])
    expect(isComplete).toBe(true)
    expect(sent(1).url).toBe('https://author.test/adobe/folders/jobs/job-1')
  })

  it('is not repeated when there is no response', async () => {
    const { aem, fetch } = setUp()
    fetch.mockRejectedValue(new TypeError('fetch failed'))
    await expect(createFolders(aem, [{ path: southPath }])).rejects.toMatchObject({
      code: 'network_failed',
    })
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('rejects when AEM refuses the whole request', async () => {
    const { aem } = setUp(Response.json({ title: 'Forbidden' }, { status: 403 }))
    await expect(createFolders(aem, [{ path: southPath }])).rejects.toMatchObject({
      name: 'AemError',
      status: 403,
    })
  })

  it('refuses eleven folders, saying how many to give', async () => {
    const { aem, fetch } = setUp()
    const eleven = Array.from({ length: 11 }, (_, index) => ({ path: `${southPath}/${index}` }))
    await expect(createFolders(aem, eleven)).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'folders',
      message: 'folders has 11 entries, which AEM does not take: give 1 to 10 at once.',
    })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('refuses none', async () => {
    const { aem } = setUp()
    await expect(createFolders(aem, [])).rejects.toMatchObject({ option: 'folders' })
  })

  it('refuses an answer that says nothing of successes', async () => {
    const { aem } = setUp(Response.json({ data: { values: {} }, errors: [] }))
    await expect(createFolders(aem, [{ path: southPath }])).rejects.toMatchObject({
      code: 'missing_field',
      field: 'data.values.successes',
    })
  })
})

describe('createFolder()', () => {
  it('gives the folder', async () => {
    const { aem } = setUp(answer([south]))
    expect(await createFolder(aem, { path: southPath })).toMatchObject({ path: southPath })
  })

  it('rejects when the folder exists, although AEM answers 200', async () => {
    const { aem } = setUp(answer([], [conflict]))
    await expect(createFolder(aem, { path: southPath })).rejects.toMatchObject({
      name: 'FolderError',
      code: 'folder_exists',
      path: southPath,
      retryable: false,
      needsInteraction: false,
      message: `${southPath} was not created, "An entity already exists at ${southPath}": choose another name, or use what is there.`,
    })
  })

  it('tells a parent that is missing', async () => {
    const { aem } = setUp(answer([], [{ type: typeOf('not_found'), detail: 'No folder there' }]))
    await expect(createFolder(aem, { path: southPath })).rejects.toMatchObject({
      code: 'parent_missing',
    })
  })

  it('tells a path that AEM does not take', async () => {
    const { aem } = setUp(answer([], [{ type: typeOf('bad_request'), detail: 'Bad name' }]))
    await expect(createFolder(aem, { path: '/content/dam/../etc' })).rejects.toMatchObject({
      code: 'invalid_folder',
    })
  })

  it('takes an error whose kind it does not know for a refusal', async () => {
    const { aem } = setUp(answer([], [{ type: typeOf('novelty') }]))
    await expect(createFolder(aem, { path: southPath })).rejects.toMatchObject({
      code: 'folder_refused',
    })
  })

  it('does not take silence for success', async () => {
    const { aem } = setUp(answer([]))
    await expect(createFolder(aem, { path: southPath })).rejects.toMatchObject({
      code: 'outcome_unknown',
      problem: undefined,
      message: `${southPath} was not created, as far as AEM says: list its parent folder to see what became of it.`,
    })
  })

  it('shows no token that AEM quotes', async () => {
    const detail = `Bad token ${'fake-access-token'.repeat(3)}`
    const { aem } = setUp(answer([], [{ type: typeOf('bad_request'), detail }]))
    const error: unknown = await createFolder(aem, { path: southPath }).catch(
      (caught: unknown) => caught,
    )
    expect(String(error) + inspect(error) + JSON.stringify(error)).not.toContain('fake-')
  })
})

function typeOf(kind: string): string {
  return `https://api.adobeaemcloud.com/adobe/meta/errors/${kind}`
}

function answer(successes: readonly object[], errors: readonly object[] = []): Response {
  return Response.json({
    operation: 'adobe.folders.createFolders',
    status: 200,
    description: 'Created folders',
    data: { values: { successes } },
    errors,
    warnings: [],
  })
}

function setUp(...answers: readonly Response[]) {
  const fetch = vi.fn<Fetch>()
  for (const response of answers) fetch.mockResolvedValueOnce(response)
  const clock = {
    now: () => 0,
    setTimer: (callback: () => void, delayMs: number) => {
      if (delayMs < 30_000) queueMicrotask(callback)
      return () => undefined
    },
  }
  const aem = createAemClient({
    origin: 'https://author.test',
    apiKey: 'client-id-123',
    fetch,
    clock,
  })
  const sent = (call: number): Request => {
    const [input, init] = fetch.mock.calls[call] ?? ['https://unsent.test']
    return new Request(input, { ...init, signal: null })
  }
  return { aem, fetch, sent }
}
