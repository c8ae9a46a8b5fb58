import type { StateChanges } from './state-change.ts'

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

/** The projects that the sandbox knows. */
export interface Projects {
  all(): readonly Project[]
  byId(id: string): Project | undefined
  /** Adds one, in the place of one with the same id. */
  put(project: Project): void
  /** Whether there was one to remove. */
  remove(id: string): boolean
}

export function createProjects(changes: StateChanges, saved: readonly Project[] = []): Projects {
  const projects = new Map(saved.map((project) => [project.id, project]))
  const tell = (action: 'put' | 'removed', projectId: string): void =>
    changes.tell(() => [{ type: 'project', action, projectId }])
  return {
    all: () => [...projects.values()],
    byId: (id) => projects.get(id),
    put: (project) => {
      projects.set(project.id, project)
      tell('put', project.id)
    },
    remove: (id) => {
      const isRemoved = projects.delete(id)
      if (isRemoved) tell('removed', id)
      return isRemoved
    },
  }
}
