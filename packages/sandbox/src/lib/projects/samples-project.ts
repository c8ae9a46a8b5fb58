import type { SeedCredential } from '../seed/seed.ts'
import type { Project, ProjectApi } from '../state/project.ts'
import { apiCatalog } from './api-catalog.ts'

/** The id of the project of the samples, which is there from the start. */
export const samplesProjectId = '4566000000000000001'

/** The project of the credentials that were not made in the Console: those of the samples, of a seed, of a test. */
export function createSamplesProject(
  organization: string,
  credentials: readonly SeedCredential[],
  stored: Project | undefined,
): Project {
  return {
    id: samplesProjectId,
    title: 'Sandbox samples',
    description: 'The credentials of the samples, of the seed, and of tests.',
    organization,
    createdAt: 0,
    modifiedAt: 0,
    reviews: [],
    ...stored,
    credentials: credentials.map(({ clientId }) => clientId),
    apis: findApisOf(credentials),
  }
}

/** The APIs that credentials can call, by the scopes that belong to one API alone. */
export function findApisOf(credentials: readonly SeedCredential[]): readonly ProjectApi[] {
  return apiCatalog.flatMap((api): readonly ProjectApi[] => {
    const own = api.scopes.filter(
      (scope) => !apiCatalog.some((other) => other !== api && other.scopes.includes(scope)),
    )
    const callers = credentials.filter(({ scopes }) => own.some((scope) => scopes.includes(scope)))
    if (callers.length === 0) return []
    const productProfiles = callers.flatMap((caller) =>
      caller.type === 'server-to-server' ? caller.technicalAccount.productProfiles : [],
    )
    const clientIds = callers.map(({ clientId }) => clientId)
    return [{ code: api.code, clientIds, productProfiles: [...new Set(productProfiles)] }]
  })
}
