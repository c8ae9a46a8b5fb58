import type { Project, ProjectReview } from '../state/project.ts'
import type { NewCredential } from './new-credential.ts'

/** What is to be there of a project. */
export interface ProjectChange {
  /** That of the project to change; a new one by default. */
  readonly id?: string
  readonly title?: string
  readonly description?: string
  /** The id of the organization; the first by default. */
  readonly organization?: string
}

/** Whose list of APIs. */
export interface ApiViewerNames {
  /** The id of the organization; the first by default. */
  readonly organization?: string
  /** The user's e-mail address or id; by default, only what the organization has counts. */
  readonly user?: string
}

/** Which API is added to which project, and what calls it. */
export interface AddedApi {
  /** The id of the project. */
  readonly project: string
  /** The code of the API. */
  readonly api: string
  /** A credential that the project has. */
  readonly clientId?: string
  /** Or a new one. */
  readonly credential?: NewCredential
}

/** Which API is taken from which project. */
export interface RemovedApi {
  /** The id of the project. */
  readonly project: string
  /** The code of the API. */
  readonly api: string
}

/** A credential that is to be reviewed, and what the reviewer gets to read. */
export type ReviewRequest = Omit<ProjectReview, 'submittedAt'> & {
  /** The id of the project. */
  readonly project: string
}

/** A file that was downloaded from the Developer Console. */
export interface ProjectImport {
  readonly file: unknown
  /** Of the credentials with which users sign in: the format does not carry them. */
  readonly scopes?: readonly string[]
}

/** What has become of such a file. */
export interface ImportedProject {
  readonly project: Project
  /** What the format does not carry, and what the sandbox does not take, a sentence each. */
  readonly notices: readonly string[]
}
