import { invalidConfiguration, SandboxError } from '../sandbox-error.ts'
import { isConsoleFile } from '../seed/console-file.ts'
import type { SeedCredential, SeedOrganization } from '../seed/seed.ts'
import type { Project } from '../state/project.ts'
import type { State } from '../state/state.ts'
import { apiCatalog, type CatalogApi } from './api-catalog.ts'
import { findDisabledReason } from './availability.ts'
import { createSamplesProject, samplesProjectId } from './samples-project.ts'

/** Lists the projects; credentials that are in none of the others are in that of the samples. */
export function listProjects(state: State): readonly Project[] {
  const known = state.projects.all().map((project) => withLivingCredentials(state, project))
  const others = known.filter(({ id }) => id !== samplesProjectId)
  const inOthers = new Set(others.flatMap(({ credentials }) => credentials))
  const loose = state.credentials.all().filter(({ clientId }) => !inOthers.has(clientId))
  const organization = state.organizations.all()[0]?.id
  if (organization === undefined) return known
  const stored = known.find(({ id }) => id === samplesProjectId)
  if (loose.length === 0 && stored === undefined) return others
  return [createSamplesProject(organization, loose, stored), ...others]
}

function withLivingCredentials({ credentials }: State, project: Project): Project {
  const lives = (clientId: string): boolean => credentials.get(clientId) !== undefined
  return {
    ...project,
    credentials: project.credentials.filter(lives),
    apis: project.apis.map((api) => ({ ...api, clientIds: api.clientIds.filter(lives) })),
    reviews: project.reviews.filter(({ clientId }) => lives(clientId)),
  }
}

/** @throws {@link SandboxError} `not_found` */
export function findProject(state: State, id: string): Project {
  const projects = listProjects(state)
  const found = projects.find((project) => project.id === id)
  if (found !== undefined) return found
  const known = projects.map((project) => `${project.id} (${project.title})`)
  throw notFound(`no project ${JSON.stringify(id)}`, known)
}

/**
 * The organization with that id, or the first.
 *
 * @throws {@link SandboxError} `not_found`
 */
export function findOrganization({ organizations }: State, id?: string): SeedOrganization {
  const found = id === undefined ? organizations.all()[0] : organizations.get(id)
  if (found !== undefined) return found
  const known = organizations.all().map((organization) => organization.id)
  throw notFound(
    id === undefined ? 'no organization' : `no organization ${JSON.stringify(id)}`,
    known,
  )
}

/** @throws {@link SandboxError} `not_found` */
export function findApi(code: string): CatalogApi {
  const found = apiCatalog.find((api) => api.code === code)
  if (found !== undefined) return found
  const known = apiCatalog.map((api) => api.code)
  throw notFound(`no API ${JSON.stringify(code)}`, known)
}

/**
 * A credential of a project.
 *
 * @throws {@link SandboxError} `not_found`
 */
export function findOwnCredential(
  { credentials }: State,
  project: Project,
  clientId: string,
): SeedCredential {
  const found = project.credentials.includes(clientId) ? credentials.get(clientId) : undefined
  if (found !== undefined) return found
  throw notFound(
    `no credential ${JSON.stringify(clientId)} in ${project.title}`,
    project.credentials,
  )
}

function notFound(what: string, known: readonly string[]): SandboxError {
  return new SandboxError(
    'not_found',
    `The sandbox has ${what}: there are ${known.join(', ') || 'none'}.`,
  )
}

/** @throws {@link SandboxError} `invalid_configuration` */
export function requireFreeTitle(state: State, { id, title, organization }: Project): void {
  const isTaken = listProjects(state).some(
    (other) => other.id !== id && other.title === title && other.organization === organization,
  )
  if (isTaken)
    throw refuse(
      `There is a project ${JSON.stringify(title)} in this organization: choose another title.`,
    )
}

/** @throws {@link SandboxError} `invalid_configuration` */
export function requireConsoleFile(file: unknown): void {
  if (isConsoleFile(file)) return
  throw refuse(
    'The file is no project of the Developer Console: use Download on the page of a project, and import that file unchanged.',
  )
}

/** @throws {@link SandboxError} `invalid_configuration` */
export function requireFreeClientId({ credentials }: State, clientId: string): void {
  if (credentials.get(clientId) === undefined) return
  throw refuse(
    `The file has the credential ${clientId}, which the sandbox has too: delete that one first, or take it out of the file.`,
  )
}

/** @throws {@link SandboxError} `invalid_configuration` */
export function requireAvailable(api: CatalogApi, organization: SeedOrganization): void {
  const reason = findDisabledReason(api, { organization })
  if (reason !== undefined) throw refuse(`${api.name} cannot be added. ${reason.explanation}`)
}

/** @throws {@link SandboxError} `invalid_configuration` */
export function requireType({ name, types }: CatalogApi, type: SeedCredential['type']): void {
  if (types.includes(type)) return
  throw refuse(`${name} takes no ${type} credential: use ${types.join(' or ')}.`)
}

/**
 * Adobe publishes no application that is answered without TLS.
 *
 * @throws {@link SandboxError} `invalid_configuration`
 */
export function requireSecureAddresses(credential: SeedCredential): void {
  if (credential.type === 'server-to-server') {
    throw refuse('A server-to-server credential needs no review: it has no users.')
  }
  const addresses = [credential.defaultRedirectUri, ...credential.redirectUriPatterns]
  const plain = addresses.find((address) => /^\^?http:/.test(address))
  if (plain === undefined) return
  throw refuse(
    `The redirect URI ${plain} is plain http, which is for tests on this computer only: write https before the review.`,
  )
}

function refuse(sentence: string): SandboxError {
  return invalidConfiguration(sentence)
}
