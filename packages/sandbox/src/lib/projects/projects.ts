import { generateId, type Clock, type Randomness } from '../effects.ts'
import { readConsoleFile } from '../seed/console-file.ts'
import { parseCredential } from '../seed/schema.ts'
import type { SeedCredential, SeedUser } from '../seed/seed.ts'
import type { Project, ProjectApi } from '../state/project.ts'
import type { State } from '../state/state.ts'
import { requireShape } from '../wire/schema.ts'
import type { CatalogApi } from './api-catalog.ts'
import { listApis, type ListedApi } from './availability.ts'
import { createCredential } from './new-credential.ts'
import { writeProjectFile, type ProjectFile } from './project-file.ts'
import type {
  AddedApi,
  ApiViewerNames,
  ImportedProject,
  ProjectChange,
  ProjectImport,
  RemovedApi,
  ReviewRequest,
} from './project-requests.ts'
import {
  findApi,
  findOrganization,
  findOwnCredential,
  findProject,
  listProjects,
  requireAvailable,
  requireConsoleFile,
  requireFreeClientId,
  requireFreeTitle,
  requireSecureAddresses,
  requireType,
} from './project-rules.ts'
import { findApisOf } from './samples-project.ts'
import { addedApiSchema, projectChangeSchema, projectImportSchema, reviewSchema } from './schema.ts'

/** The projects of the Developer Console. */
export interface ProjectsControl {
  /** All of them, the one of the samples first. Credentials that are in no other are in that. */
  list(): readonly Project[]
  /**
   * The one with that id.
   *
   * @throws {@link SandboxError} `not_found`, telling which there are.
   */
  get(id: string): Project
  /**
   * Adds a project, or changes the one with that id; its title is `Project 1`, `Project 2` … by default.
   *
   * @throws {@link SandboxError} `invalid_configuration` for a title that is too long or taken, `not_found` for an
   *   unknown organization.
   */
  put(change: ProjectChange): Project
  /** Removes a project and its credentials; false when there was none. */
  remove(id: string): boolean
  /** Lists the APIs, with what stands against adding each. */
  listApis(viewer?: ApiViewerNames): readonly ListedApi[]
  /**
   * Adds an API to a project, with a new credential or one that the project has; that may then ask for the scopes
   * of the API too.
   *
   * @throws {@link SandboxError} `invalid_configuration` for what the Developer Console would not take, `not_found`.
   */
  addApi(added: AddedApi): SeedCredential
  /** Takes an API and its scopes from the credentials of a project; false when it was not there. */
  removeApi(removed: RemovedApi): boolean
  /**
   * Sends a credential in to be reviewed. It stays in review: only Adobe can approve an application.
   *
   * @throws {@link SandboxError} `invalid_configuration` for http outside of localhost, `not_found`.
   */
  submitForReview(request: ReviewRequest): Project
  /** The project as the Developer Console downloads it: without scopes, users, profiles and reviews. */
  download(id: string): ProjectFile
  /**
   * Adds the project of a file that was downloaded, with its credentials and organization.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming what is wrong, or that the scopes are missing.
   */
  import(imported: ProjectImport): ImportedProject
}

export interface ProjectsOptions {
  /** The state of now: a reset puts another in its place. */
  readonly state: () => State
  readonly clock: Clock
  readonly randomness: Randomness
  readonly findUser: (emailOrId: string) => SeedUser
}

export function createProjectsControl(options: ProjectsOptions): ProjectsControl {
  const { clock, findUser } = options
  const state = (): State => options.state()
  const save = (project: Project): Project => {
    const saved = { ...project, modifiedAt: clock.now() }
    state().projects.put(saved)
    return saved
  }

  return {
    list: () => listProjects(state()),
    get: (id) => findProject(state(), id),
    put: (given) => {
      const { id, title, ...change } = requireShape(projectChangeSchema, given, 'The project')
      const known = id === undefined ? createProject(options) : findProject(state(), id)
      const project = { ...known, ...change, title: title?.trim() ?? known.title }
      findOrganization(state(), project.organization)
      requireFreeTitle(state(), project)
      return save(project)
    },
    remove: (id) => {
      const project = listProjects(state()).find((candidate) => candidate.id === id)
      for (const clientId of project?.credentials ?? []) state().credentials.remove(clientId)
      state().projects.remove(id)
      return project !== undefined
    },
    listApis: ({ organization, user } = {}) =>
      listApis({
        organization: findOrganization(state(), organization),
        user: user === undefined ? undefined : findUser(user),
      }),
    addApi: (given) => {
      const { project: id, api: code, ...caller } = requireShape(addedApiSchema, given, 'The API')
      const project = findProject(state(), id)
      const api = findApi(code)
      const organization = findOrganization(state(), project.organization)
      requireAvailable(api, organization)
      const credential =
        caller.credential === undefined
          ? findOwnCredential(state(), project, caller.clientId ?? '')
          : createCredential(options.randomness, organization, caller.credential)
      requireType(api, credential.type)
      const scopes = merge(credential.scopes, scopesFor(api, credential.type))
      const saved = parseCredential({ ...credential, scopes })
      state().secretUses.noteSaved(saved)
      state().credentials.put(saved)
      save({
        ...project,
        credentials: merge(project.credentials, [saved.clientId]),
        apis: addCaller(project.apis, code, saved),
      })
      return saved
    },
    removeApi: ({ project: id, api: code }) => {
      const project = findProject(state(), id)
      const removed = project.apis.find((api) => api.code === code)
      if (removed === undefined) return false
      const apis = project.apis.filter((api) => api !== removed)
      for (const clientId of removed.clientIds) {
        const credential = findOwnCredential(state(), project, clientId)
        const left = apis.filter(({ clientIds }) => clientIds.includes(clientId))
        const kept = left.flatMap((api) => findApi(api.code).scopes)
        const gone = findApi(code).scopes.filter((scope) => !kept.includes(scope))
        const scopes = credential.scopes.filter((scope) => !gone.includes(scope))
        state().credentials.put({ ...credential, scopes })
      }
      save({ ...project, apis })
      return true
    },
    submitForReview: (given) => {
      const { project: id, ...review } = requireShape(reviewSchema, given, 'The review')
      const project = findProject(state(), id)
      requireSecureAddresses(findOwnCredential(state(), project, review.clientId))
      const others = project.reviews.filter(({ clientId }) => clientId !== review.clientId)
      return save({ ...project, reviews: [...others, { ...review, submittedAt: clock.now() }] })
    },
    download: (id) => {
      const project = findProject(state(), id)
      const credentials = project.credentials.map((clientId) =>
        findOwnCredential(state(), project, clientId),
      )
      return writeProjectFile(project, findOrganization(state(), project.organization), credentials)
    },
    import: (given) => {
      const { file, scopes } = requireShape(projectImportSchema, given, 'The import')
      return importProject(options, save, file, scopes)
    },
  }
}

function createProject({ state, clock, randomness }: ProjectsOptions): Project {
  const now = clock.now()
  const taken = listProjects(state()).map(({ title }) => title)
  let number = 1
  while (taken.includes(`Project ${number}`)) number += 1
  return {
    id: createProjectId(randomness),
    title: `Project ${number}`,
    description: '',
    organization: findOrganization(state()).id,
    createdAt: now,
    modifiedAt: now,
    apis: [],
    credentials: [],
    reviews: [],
  }
}

/** 19 digits, as in the addresses of the Developer Console. */
function createProjectId(randomness: Randomness): string {
  const digits = BigInt(`0x${generateId(randomness).slice(0, 15)}`).toString()
  return `4566${digits.slice(-15).padStart(15, '0')}`
}

/** Only a program that a user has allowed something can be allowed it for later. */
function scopesFor({ scopes }: CatalogApi, type: SeedCredential['type']): readonly string[] {
  return type === 'server-to-server'
    ? scopes.filter((scope) => !['offline_access', 'address', 'email', 'profile'].includes(scope))
    : scopes
}

function addCaller(
  apis: readonly ProjectApi[],
  code: string,
  credential: SeedCredential,
): readonly ProjectApi[] {
  const { clientIds = [], productProfiles = [] } = apis.find((api) => api.code === code) ?? {}
  const isProgram = credential.type === 'server-to-server'
  const profiles = isProgram ? credential.technicalAccount.productProfiles : []
  const api = {
    code,
    clientIds: merge(clientIds, [credential.clientId]),
    productProfiles: merge(productProfiles, profiles),
  }
  return [...apis.filter((other) => other.code !== code), api]
}

function importProject(
  options: ProjectsOptions,
  save: (project: Project) => Project,
  file: unknown,
  scopes: readonly string[] | undefined,
): ImportedProject {
  requireConsoleFile(file)
  const state = options.state()
  const {
    seed,
    notices,
    title,
    description = '',
  } = readConsoleFile(file, 'of the project').convert(scopes)
  const credentials = (seed.credentials ?? []).map(parseCredential)
  for (const { clientId } of credentials) requireFreeClientId(state, clientId)
  for (const organization of seed.organizations ?? []) {
    if (state.organizations.get(organization.id) === undefined)
      state.organizations.put(organization)
  }
  for (const credential of credentials) state.credentials.put(credential)
  const project = createProject(options)
  const isFree = listProjects(state).every((other) => other.title !== title)
  return {
    notices,
    project: save({
      ...project,
      title: title !== undefined && isFree ? title : project.title,
      description,
      organization: seed.organizations?.[0]?.id ?? project.organization,
      credentials: credentials.map(({ clientId }) => clientId),
      apis: findApisOf(credentials),
    }),
  }
}

function merge(former: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...former, ...added])]
}
