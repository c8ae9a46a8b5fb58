import type { Fetch } from '@mudbrick/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAemClient } from './aem-client.ts'
import { deleteFolders } from './delete-folders.ts'
import type { FolderJobProgress } from './folder-job.ts'

const north = '/content/dam/trips/north'
const south = '/content/dam/trips/south'
const processing = { jobId: 'job-1', state: 'PROCESSING' }
const location = '/adobe/folders/jobs/job-1'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('deleteFolders()', () => {
  it('sends the paths and how far it may go', async () => {
    const { aem, sent } = setUp(answer([north]))
    await deleteFolders(aem, [north], { recursive: true, force: true })
    const request = sent(0)
    expect(request.method).toBe('POST')
    expect(request.url).toBe('https://author.test/adobe/folders/delete')
    expect(request.headers.get('x-api-key')).toBe('client-id-123')
    expect(await request.json()).toEqual({ paths: [north], recursive: true, force: true })
  })

  it('leaves out what it was not told', async () => {
    const { aem, sent } = setUp(answer([north]))
    await deleteFolders(aem, [north])
    expect(await sent(0).json()).toEqual({ paths: [north] })
  })

  it('tells what became of each folder', async () => {
    const { aem } = setUp(answer([south], [problem('not_found', `There is no folder at ${north}`)]))
    expect(await deleteFolders(aem, [north, south])).toMatchObject({
      isComplete: false,
      outcomes: [
        { status: 'failed', path: north, error: { code: 'folder_missing' } },
        { status: 'deleted', path: south },
      ],
    })
  })

  it('tells a folder that is not empty, and what to do', async () => {
    const detail = `The folder ${north} is not empty`
    const { aem } = setUp(answer([], [problem('conflict', detail)]))
    const { outcomes } = await deleteFolders(aem, [north])
    expect(outcomes).toMatchObject([
      {
        status: 'failed',
        error: {
          code: 'folder_not_empty',
          message: `${north} was not deleted, "${detail}": delete it with the option recursive if everything in it may go.`,
        },
      },
    ])
  })

  it('refuses to delete nothing', async () => {
    const { aem, fetch } = setUp()
    await expect(deleteFolders(aem, [])).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'paths',
    })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('deleteFolders(), job', () => {
  it('asks where and when AEM says, until the job is done', async () => {
    const { aem, sent, fetch } = setUp(promise(3), promise(2), answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.advanceTimersByTimeAsync(2_999)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent(1).url).toBe(`https://author.test${location}`)
    expect(sent(1).headers.get('x-api-key')).toBe('client-id-123')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await result).toEqual({
      isComplete: true,
      outcomes: [{ status: 'deleted', path: north }],
    })
  })

  it('follows a redirect that `fetch` shows', async () => {
    const done = new Response(null, { status: 303, headers: { location: '/adobe/results/1' } })
    const { aem, sent } = setUp(promise(1), done, answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.runAllTimersAsync()
    expect(await result).toMatchObject({ isComplete: true })
    expect(sent(2).url).toBe('https://author.test/adobe/results/1')
  })

  it('finds its way by the job’s id where a browser hides the headers', async () => {
    const { aem, sent, fetch } = setUp(
      Response.json(processing, { status: 202 }),
      Response.json({ ...processing, state: 'COMPLETED' }),
      answer([north]),
    )
    const result = deleteFolders(aem, [north])
    await vi.advanceTimersByTimeAsync(999)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({ isComplete: true })
    expect(sent(1).url).toBe('https://author.test/adobe/folders/jobs/job-1')
    expect(sent(2).url).toBe('https://author.test/adobe/folders/jobs/job-1/result')
  })

  it('waits as well when AEM answers 200 while the job runs', async () => {
    const { aem, sent } = setUp(promise(1), Response.json(processing), answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.runAllTimersAsync()
    await result
    expect(sent(2).url).toBe(`https://author.test${location}`)
  })

  it('reports that AEM is at work', async () => {
    const { aem } = setUp(promise(3), promise(2), answer([north]))
    const onProgress = vi.fn<(progress: FolderJobProgress) => void>()
    const result = deleteFolders(aem, [north], { onProgress })
    await vi.runAllTimersAsync()
    await result
    expect(onProgress.mock.calls).toEqual([
      [{ jobId: 'job-1', state: 'PROCESSING', retryAfterMs: 3_000 }],
      [{ jobId: 'job-1', state: 'PROCESSING', retryAfterMs: 2_000 }],
    ])
  })

  it('reports nothing when there was nothing to wait for', async () => {
    const { aem } = setUp(answer([north]))
    const onProgress = vi.fn<(progress: FolderJobProgress) => void>()
    await deleteFolders(aem, [north], { onProgress })
    expect(onProgress).not.toHaveBeenCalled()
  })

  it('stops waiting when the caller says so', async () => {
    const { aem, fetch } = setUp(promise(3))
    const controller = new AbortController()
    const result = deleteFolders(aem, [north], { signal: controller.signal })
    const failure = result.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1_000)
    controller.abort('left')
    expect(await failure).toBe('left')
    expect(vi.getTimerCount()).toBe(0)
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not wait when the caller stops it at the first progress', async () => {
    const { aem, fetch } = setUp(promise(3))
    const controller = new AbortController()
    const onProgress = (): void => controller.abort('left')
    await expect(
      deleteFolders(aem, [north], { signal: controller.signal, onProgress }),
    ).rejects.toBe('left')
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('does not rush when AEM asks for no patience at all', async () => {
    const { aem, fetch } = setUp(promise(0), answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.advanceTimersByTimeAsync(249)
    expect(fetch).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({ isComplete: true })
  })

  it('takes no direction to another host', async () => {
    const foreign = new Response(JSON.stringify(processing), {
      status: 202,
      headers: { location: 'https://evil.test/job', 'retry-after': '1' },
    })
    const { aem, sent } = setUp(foreign, answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.runAllTimersAsync()
    await result
    expect(sent(1).url).toBe('https://author.test/adobe/folders/jobs/job-1')
  })

  it('takes no direction to another host in disguise', async () => {
    const foreign = new Response(null, {
      status: 202,
      headers: { location: 'https://author.test//evil.test/job', 'retry-after': '1' },
    })
    const { aem, sent } = setUp(foreign, answer([north]))
    const result = deleteFolders(aem, [north])
    await vi.runAllTimersAsync()
    await result
    expect(new URL(sent(1).url).origin).toBe('https://author.test')
  })

  it('reports a job without address', async () => {
    const { aem } = setUp(new Response(null, { status: 202 }))
    await expect(deleteFolders(aem, [north])).rejects.toMatchObject({
      code: 'missing_field',
      field: 'jobId',
    })
  })

  it('says what to do when the job was done too long ago', async () => {
    const { aem } = setUp(promise(1), Response.json({ detail: 'No such job.' }, { status: 404 }))
    const failure = deleteFolders(aem, [north]).catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    expect(await failure).toMatchObject({
      name: 'AemError',
      status: 404,
      message:
        'GET https://author.test/adobe/folders/jobs/job-1 failed with HTTP 404, "No such job.": the job was done too long ago, so list the folders to see what became of them.',
    })
  })

  it('reports a result that is not valid, and does not ask for ever', async () => {
    const { aem, fetch } = setUp(
      promise(1),
      Response.json({ ...processing, state: 'FAILED' }),
      Response.json({ ...processing, state: 'FAILED' }),
    )
    const failure = deleteFolders(aem, [north]).catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    expect(await failure).toMatchObject({ code: 'missing_field', field: 'data' })
    expect(fetch).toHaveBeenCalledTimes(3)
  })
})

function promise(retryAfterSeconds: number): Response {
  const headers = { location, 'retry-after': String(retryAfterSeconds) }
  return Response.json(processing, { status: 202, headers })
}

function problem(kind: string, detail: string): object {
  return { type: `https://api.adobeaemcloud.com/adobe/meta/errors/${kind}`, detail }
}

function answer(paths: readonly string[], errors: readonly object[] = []): Response {
  const successes = paths.map((path) => ({ type: 'FOLDER', path }))
  return Response.json({
    operation: 'adobe.folders.deleteFolders',
    status: 200,
    data: { values: { successes } },
    errors,
    warnings: [],
  })
}

function setUp(...answers: readonly Response[]) {
  const fetch = vi.fn<Fetch>()
  for (const response of answers) fetch.mockResolvedValueOnce(response)
  const aem = createAemClient({ origin: 'https://author.test', apiKey: 'client-id-123', fetch })
  const sent = (call: number): Request => {
    const [input, init] = fetch.mock.calls[call] ?? ['https://unsent.test']
    return new Request(input, { ...init, signal: null })
  }
  return { aem, fetch, sent }
}
