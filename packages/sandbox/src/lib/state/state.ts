import type { Behavior } from '../behavior/behavior.ts'
import type { Clock, Randomness } from '../effects.ts'
import type { Seed, SeedUser } from '../seed/seed.ts'
import type { SavedAccessTokens } from './access-token-register.ts'
import { createAccessTokens, type AccessTokens } from './access-token.ts'
import { createAdventureAssets, type Asset } from './adventures.ts'
import {
  createAuthorizationCodes,
  type AuthorizationCodes,
  type SavedAuthorizationCodes,
} from './authorization-code.ts'
import {
  createBrowserSessions,
  type BrowserSessions,
  type KeptBrowserSession,
} from './browser-session.ts'
import { createCatalog, type Catalog } from './catalog.ts'
import { createConsents, type Consent, type Consents } from './consent.ts'
import {
  createContentFragmentModels,
  type ContentFragmentModels,
} from './content-fragment-model.ts'
import { createCredentials, type Credential, type Credentials } from './credential.ts'
import type { SavedEntry } from './expiring-map.ts'
import { createFolderJobs, type FolderJobs, type KeptFolderJob } from './folder-job.ts'
import { createFolders, type Folder, type Folders } from './folder.ts'
import { createProjects, type Project, type Projects } from './project.ts'
import { createOrganizations, type Organization, type Organizations } from './organization.ts'
import {
  createRefreshTokens,
  type RefreshTokens,
  type SavedRefreshTokens,
} from './refresh-token.ts'
import {
  createAssets,
  createContentFragments,
  createSeedFolders,
  type Assets,
  type ContentFragments,
} from './repository.ts'
import type { SigningKeys } from './signing-key.ts'
import type { StateChanges } from './state-change.ts'
import { createStores, type Stores } from './store.ts'
import { createUsers, type Users } from './user.ts'

/** Everything a sandbox remembers. Starting anew is making a new one. */
export interface State {
  readonly users: Users
  readonly organizations: Organizations
  readonly credentials: Credentials
  readonly projects: Projects
  readonly consents: Consents
  readonly browserSessions: BrowserSessions
  readonly authorizationCodes: AuthorizationCodes
  readonly accessTokens: AccessTokens
  readonly refreshTokens: RefreshTokens
  readonly contentFragmentModels: ContentFragmentModels
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
  readonly users: readonly SeedUser[]
  readonly organizations: readonly Organization[]
  readonly credentials: readonly Credential[]
  /** None in a snapshot of an earlier version. */
  readonly projects?: readonly Project[]
  readonly consents: readonly Consent[]
  readonly browserSessions: readonly SavedEntry<KeptBrowserSession>[]
  readonly authorizationCodes: SavedAuthorizationCodes
  readonly accessTokens: SavedAccessTokens
  readonly refreshTokens: SavedRefreshTokens
  readonly folders: readonly Folder[]
  readonly folderJobs: readonly SavedEntry<KeptFolderJob>[]
  readonly assets: readonly Asset[]
}

export interface StateOptions {
  readonly seed: Seed
  /** The rows in force: they are read when they are needed, since they may change. */
  readonly behavior: Behavior
  readonly changes: StateChanges
  readonly clock: Clock
  readonly randomness: Randomness
  readonly signingKeys: SigningKeys
}

/**
 * @param saved What it begins with in the place of the seed.
 * @param former The state whose place it takes.
 */
export function createState(options: StateOptions, saved?: SavedState, former?: State): State {
  const { behavior, changes, clock, randomness, signingKeys } = options
  const seed = saved === undefined ? options.seed : { ...options.seed, ...pickSeed(saved) }
  const folders = createFolders(saved?.folders ?? createSeedFolders(seed), clock, behavior)
  const organizations = createOrganizations(seed, changes)
  const credentials = createCredentials(seed, changes, clock)
  const projects = createProjects(changes, saved?.projects)
  const users = createUsers(seed, organizations, credentials, changes)
  const consents = createConsents(changes, saved?.consents)
  const browserSessions = createBrowserSessions(
    { behavior, changes, clock, randomness },
    saved?.browserSessions,
  )
  const authorizationCodes = createAuthorizationCodes(clock, behavior, saved?.authorizationCodes)
  const accessTokens = createAccessTokens(
    { behavior, changes, clock, randomness, signingKey: signingKeys.accessToken },
    saved?.accessTokens,
    former?.accessTokens,
  )
  const refreshTokens = createRefreshTokens(
    { behavior, changes, clock, onReuse: (grantId) => accessTokens.revokeGrant(grantId) },
    saved?.refreshTokens,
  )
  const folderJobs = createFolderJobs(clock, randomness, saved?.folderJobs)
  const assets = createAssets(
    saved?.assets ?? createAdventureAssets(seed),
    folders,
    clock,
    behavior,
  )
  return {
    users,
    organizations,
    credentials,
    projects,
    consents,
    browserSessions,
    authorizationCodes,
    accessTokens,
    refreshTokens,
    contentFragmentModels: createContentFragmentModels(seed),
    contentFragments: createContentFragments(seed, folders),
    folders,
    folderJobs,
    assets,
    stores: createStores(seed),
    catalog: createCatalog(seed),
    save: () => ({
      users: users.save(),
      organizations: organizations.all(),
      credentials: credentials.all(),
      projects: projects.all(),
      consents: consents.all(),
      browserSessions: browserSessions.save(),
      authorizationCodes: authorizationCodes.save(),
      accessTokens: accessTokens.save(),
      refreshTokens: refreshTokens.save(),
      folders: folders.save(),
      folderJobs: folderJobs.save(),
      assets: assets.save(),
    }),
  }
}

function pickSeed({
  users,
  organizations,
  credentials,
}: SavedState): Pick<Seed, 'users' | 'organizations' | 'credentials'> {
  return { users, organizations, credentials }
}
