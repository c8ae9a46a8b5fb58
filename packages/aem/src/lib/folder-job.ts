import { type ReceivedResponse, UnexpectedResponseError } from '@mudbrick/http'
import { sleep, systemClock } from '@mudbrick/http/internal'
import type { AemClient } from './aem-client.ts'
import { apiKeyHeader, readAemJson, requestAem } from './aem-request.ts'

/** Reports that AEM is still at work. */
export interface FolderJobProgress {
  /** Names the job to AEM, where it says so. */
  readonly jobId: string | undefined
  /** AEM's own word for the state, such as `PROCESSING`. */
  readonly state: string | undefined
  /** How long it will be until AEM is asked again. */
  readonly retryAfterMs: number
}

/** Options of following a job. */
export interface FollowFolderJobOptions {
  /** Is called each time that AEM says it is still at work. */
  readonly onProgress?: ((progress: FolderJobProgress) => void) | undefined
  /** Stops waiting; its reason is what the call rejects with. AEM goes on with what it has begun. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits for the answer that AEM has promised: it asks again, as often as `Retry-After` says, until
 * the work is done. Any other answer is returned at once.
 *
 * @throws {@link AemError} when AEM refuses, such as with 404 for a job that was done long ago.
 * @throws {@link UnexpectedResponseError} when AEM does not say where to ask.
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/guides/how-to/
 */
export async function followFolderJob(
  aem: AemClient,
  first: ReceivedResponse,
  { onProgress, signal }: FollowFolderJobOptions,
): Promise<ReceivedResponse> {
  let received = first
  let path: string | undefined
  for (;;) {
    const job = readJob(received)
    if (!job) return received
    path ??= locationOf(received) ?? job.path
    if (!path) {
      const found = 'with a job, but not where to ask for it'
      throw new UnexpectedResponseError('missing_field', received, { found, field: 'jobId' })
    }
    if (job.isDone) return requestStep(aem, locationOf(received) ?? `${path}/result`, signal)
    const retryAfterMs = delayOf(received)
    onProgress?.({ jobId: job.jobId, state: job.state, retryAfterMs })
    await sleep(retryAfterMs, aem.clock ?? systemClock, signal)
    received = await requestStep(aem, path, signal)
  }
}

interface Job {
  readonly isDone: boolean
  readonly jobId?: string | undefined
  readonly state?: string | undefined
  readonly path?: string | undefined
}

/** Some of AEM's APIs answer 200 while a job is running, so that the body has to be looked at. */
function readJob(received: ReceivedResponse): Job | undefined {
  if (received.status === 303) return { isDone: true }
  const isEmptyPromise = received.status === 202 && received.text === ''
  if (isEmptyPromise) return { isDone: false }
  const { optional } = readAemJson(received)
  const jobId = optional('jobId', 'string')
  const state = optional('state', 'string')
  if (received.status !== 202 && !state) return undefined
  return {
    isDone: received.status !== 202 && state !== 'PROCESSING',
    jobId,
    state,
    path: jobId && `/adobe/folders/jobs/${encodeURIComponent(jobId)}`,
  }
}

/** A browser shows `Location` only if AEM's CORS policy exposes it. Another host gets no token. */
function locationOf({ headers, url }: ReceivedResponse): string | undefined {
  const location = headers.get('location')
  if (location === null || !URL.canParse(location, url)) return undefined
  const { origin, pathname, search } = new URL(location, url)
  return origin === new URL(url).origin ? pathname + search : undefined
}

/** A second where AEM does not say, or the browser does not show it; never a rush, never an hour. */
function delayOf({ retryAfterMs = 1_000 }: ReceivedResponse): number {
  return Math.min(Math.max(retryAfterMs, 250), 60_000)
}

function requestStep(
  aem: AemClient,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ReceivedResponse> {
  // A browser follows the redirect to the result automatically; another `fetch` may return it.
  return requestAem(aem, { path, headers: apiKeyHeader(aem), understood: [303], signal })
}
