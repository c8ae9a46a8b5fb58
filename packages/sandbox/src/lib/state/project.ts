import type { NamedItems } from './named-items.ts'

/** A project of the Developer Console: the APIs and credentials of one application. */
export interface Project {
  /** Digits, as in the addresses of the Console. */
  readonly id: string
  /** What people read: at most 45 characters, and one of a kind in the organization. */
  readonly title: string
  /** At most 1000 characters. */
  readonly description: string
  /** The id of the organization, `…@AdobeOrg`. */
  readonly organization: string
  /** In the sandbox's time, as all instants: milliseconds since the epoch. */
  readonly createdAt: number
  readonly modifiedAt: number
  readonly apis: readonly ProjectApi[]
  /** The client ids of its credentials. */
  readonly credentials: readonly string[]
  /** What was sent in to be reviewed. */
  readonly reviews: readonly ProjectReview[]
}

/** An API that was added to a project. */
export interface ProjectApi {
  /** Names it in the list of APIs. */
  readonly code: string
  /** The credentials that may call it. */
  readonly clientIds: readonly string[]
  /** For a server-to-server credential: the product profiles that it acts with. */
  readonly productProfiles: readonly string[]
}

/** A credential that was sent in to be reviewed. The sandbox approves none: it is not Adobe. */
export interface ProjectReview {
  readonly clientId: string
  readonly appName: string
  readonly website?: string
  readonly privacyPolicy: string
  readonly termsOfUse: string
  readonly description: string
  readonly notes: string
  readonly submittedAt: number
}

/** The projects that the sandbox knows, by id. */
export type Projects = NamedItems<Project>
