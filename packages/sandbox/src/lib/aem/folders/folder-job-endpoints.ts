import { jsonAnswer } from '../../wire/answer.ts'
import type { AemContext } from '../aem-context.ts'
import { problem } from '../problem.ts'
import type { BulkAnswer } from './bulk-answer.ts'

type Parts = Readonly<Record<string, string>>

/** Says that the work goes on, and where to ask for it. */
export function respondWithJob(context: AemContext, result: BulkAnswer): Response {
  const { jobId } = context.services.state.folderJobs.start(result)
  return accepted(jobId)
}

/** `GET /adobe/folders/jobs/{jobId}`: 202 while it runs, then 303 to the result. */
export function readFolderJob(context: AemContext, { jobId = '' }: Parts): Response {
  const job = context.services.state.folderJobs.find(jobId)
  if (job === undefined) return problem(404, noJob)
  if (!job.isCompleted) return accepted(jobId)
  const headers = { location: `${addressOf(jobId)}/result` }
  return jsonAnswer({ jobId, state: 'COMPLETED' }, { status: 303, headers })
}

/** `GET /adobe/folders/jobs/{jobId}/result`: what became of each folder. */
export function readFolderJobResult(context: AemContext, { jobId = '' }: Parts): Response {
  const job = context.services.state.folderJobs.find(jobId)
  return job?.isCompleted === true ? jsonAnswer(job.result) : problem(404, noJob)
}

const noJob = 'There is no such job, or it was done too long ago.'

function accepted(jobId: string): Response {
  const headers = { location: addressOf(jobId), 'retry-after': '1' }
  return jsonAnswer({ jobId, state: 'PROCESSING' }, { status: 202, headers })
}

function addressOf(jobId: string): string {
  return `/adobe/folders/jobs/${jobId}`
}
