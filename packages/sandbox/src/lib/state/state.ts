import type { Seed, SeedContentFragmentModel, SeedOrganization } from '../seed/seed.ts'
import { createAccessTokens, type AccessTokens } from './access-token.ts'
import { createAuthorizationCodes, type AuthorizationCodes } from './authorization-code.ts'
import { createBrowserSessions, type BrowserSessions } from './browser-session.ts'
import { createCatalog, createStores, type Catalog, type Stores } from './catalog.ts'
import { createConsents, type Consent, type Consents } from './consent.ts'
import type { Credential, Credentials } from './credential.ts'
import { createFolderJobs, type FolderJobs } from './folder-job.ts'
import { createFolders, type Folder, type Folders } from './folder.ts'
import type { Project, Projects } from './project.ts'
import { NamedItems } from './named-items.ts'
import { createSecretUses, type SecretUses } from './secret-use.ts'
import { createRefreshTokens, type RefreshTokens } from './refresh-token.ts'
import {
  createAdventureAssets,
  createAssets,
  createContentFragmentModels,
  createContentFragments,
  createSeedFolders,
  type Asset,
  type Assets,
  type ContentFragments,
} from './repository.ts'
import type { SigningKeys } from './signing-key.ts'
import type { StateServices } from './state-change.ts'
import { createUsers, type Users } from './user.ts'

/** Everything a sandbox remembers. Starting anew is making a new one. */
export interface State {
  readonly users: Users
  readonly organizations: NamedItems<SeedOrganization>
  readonly credentials: Credentials
  readonly secretUses: SecretUses
  readonly projects: Projects
  readonly consents: Consents
  readonly browserSessions: BrowserSessions
  readonly authorizationCodes: AuthorizationCodes
  readonly accessTokens: AccessTokens
  readonly refreshTokens: RefreshTokens
  /** Ordered by path. */
  readonly contentFragmentModels: readonly SeedContentFragmentModel[]
  readonly contentFragments: ContentFragments
  readonly folders: Folders
  readonly folderJobs: FolderJobs
  readonly assets: Assets
  readonly stores: Stores
  readonly catalog: Catalog
  /** All of this that can change, as JSON that another state can begin with. */
  save(): SavedState
}

/** A state as a snapshot holds it. What always follows from the seed is not in it. */
export interface SavedState {
  readonly users: ReturnType<Users['save']>
  readonly organizations: readonly SeedOrganization[]
  readonly credentials: readonly Credential[]
  /** None in a snapshot of an earlier version. */
  readonly projects?: readonly Project[]
  readonly consents: readonly Consent[]
  readonly browserSessions: ReturnType<BrowserSessions['save']>
  readonly authorizationCodes: ReturnType<AuthorizationCodes['save']>
  readonly accessTokens: ReturnType<AccessTokens['save']>
  readonly refreshTokens: ReturnType<RefreshTokens['save']>
  readonly folders: readonly Folder[]
  readonly folderJobs: ReturnType<FolderJobs['save']>
  readonly assets: readonly Asset[]
}

export interface StateOptions extends StateServices {
  readonly seed: Seed
  readonly signingKeys: SigningKeys
}

/**
 * @param saved What it begins with in the place of the seed.
 * @param former The state whose place it takes.
 */
export function createState(options: StateOptions, saved?: SavedState, former?: State): State {
  const { users, organizations, credentials } = saved ?? options.seed
  const seed = { ...options.seed, users, organizations, credentials }
  const parts = createParts(options, seed, saved, former)
  return {
    ...parts,
    save: () => ({
      users: parts.users.save(),
      organizations: parts.organizations.all(),
      credentials: parts.credentials.all(),
      projects: parts.projects.all(),
      consents: parts.consents.all(),
      browserSessions: parts.browserSessions.save(),
      authorizationCodes: parts.authorizationCodes.save(),
      accessTokens: parts.accessTokens.save(),
      refreshTokens: parts.refreshTokens.save(),
      folders: parts.folders.save(),
      folderJobs: parts.folderJobs.save(),
      assets: parts.assets.save(),
    }),
  }
}

function createParts(
  services: StateOptions,
  seed: Seed,
  saved?: SavedState,
  former?: State,
): Omit<State, 'save'> {
  const { changes, signingKeys } = services
  const organizations = new NamedItems(
    seed.organizations,
    ({ id }) => id,
    changes,
    (action, { id }) => ({ type: 'organization', action, organizationId: id }),
  )
  const credentials = new NamedItems(
    seed.credentials,
    ({ clientId }) => clientId,
    changes,
    (action, { clientId }) => ({ type: 'credential', action, clientId }),
  )
  const projects = new NamedItems(
    saved?.projects ?? [],
    ({ id }) => id,
    changes,
    (action, { id }) => ({ type: 'project', action, projectId: id }),
  )
  const accessTokens = createAccessTokens(
    services,
    signingKeys.accessToken,
    saved?.accessTokens,
    former?.accessTokens,
  )
  const folders = createFolders(saved?.folders ?? createSeedFolders(seed), services)
  return {
    users: createUsers(seed, organizations, credentials, changes),
    organizations,
    credentials,
    secretUses: createSecretUses(services.clock),
    projects,
    consents: createConsents(changes, saved?.consents),
    browserSessions: createBrowserSessions(services, saved?.browserSessions),
    authorizationCodes: createAuthorizationCodes(services, saved?.authorizationCodes),
    accessTokens,
    refreshTokens: createRefreshTokens(services, accessTokens.endGrant, saved?.refreshTokens),
    contentFragmentModels: createContentFragmentModels(seed),
    contentFragments: createContentFragments(seed, folders),
    folders,
    folderJobs: createFolderJobs(services, saved?.folderJobs),
    assets: createAssets(saved?.assets ?? createAdventureAssets(seed), folders, services),
    stores: createStores(seed),
    catalog: createCatalog(seed),
  }
}
