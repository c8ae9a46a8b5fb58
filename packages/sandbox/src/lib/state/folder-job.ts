import { generateUuid } from '../effects.ts'
import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { StateServices } from './state-change.ts'

/** A deletion that takes its time: its result is there from the start, and shown when the time is up. */
export interface FolderJob {
  readonly jobId: string
  readonly isCompleted: boolean
  readonly result: object
}

/** The jobs that delete folders; each is forgotten an hour after it was done (inferred). */
export interface FolderJobs {
  start(result: object): FolderJob
  find(jobId: string): FolderJob | undefined
  save(): readonly SavedEntry<KeptFolderJob>[]
}

/** A job, and when it is completed. */
export interface KeptFolderJob {
  readonly result: object
  readonly completedAt: number
}

const durationMs = 2000
const keptMs = 3_600_000

export function createFolderJobs(
  { clock, randomness }: StateServices,
  saved?: readonly SavedEntry<KeptFolderJob>[],
): FolderJobs {
  const jobs = new ExpiringMap(clock, saved)
  return {
    start: (result) => {
      const jobId = generateUuid(randomness)
      const completedAt = clock.now() + durationMs
      jobs.set(jobId, { result, completedAt }, completedAt + keptMs)
      return { jobId, isCompleted: false, result }
    },
    find: (jobId) => {
      const job = jobs.get(jobId)
      return job && { jobId, isCompleted: job.completedAt <= clock.now(), result: job.result }
    },
    save: () => jobs.save(),
  }
}
