import type { Behavior } from '../behavior.ts'
import type { Clock, Randomness } from '../effects.ts'
import type { Seed } from '../seed.ts'
import { createAccessTokens, type AccessTokens } from './access-token.ts'
import { createAuthorizationCodes, type AuthorizationCodes } from './authorization-code.ts'
import { createBrowserSessions, type BrowserSessions } from './browser-session.ts'
import { createConsents, type Consents } from './consent.ts'
import {
  createContentFragmentModels,
  type ContentFragmentModels,
} from './content-fragment-model.ts'
import { createCredentials, type Credentials } from './credential.ts'
import { createFolders, type Folders } from './folder.ts'
import { createOrganizations, type Organizations } from './organization.ts'
import { createRefreshTokens, type RefreshTokens } from './refresh-token.ts'
import { createFolderJobs, type FolderJobs } from './folder-job.ts'
import {
  createAssets,
  createContentFragments,
  createSeedFolders,
  type Assets,
  type ContentFragments,
} from './repository.ts'
import type { SigningKeys } from './signing-key.ts'
import { createUsers, type Users } from './user.ts'

/** Everything a sandbox remembers. Starting anew is making a new one. */
export interface State {
  readonly users: Users
  readonly organizations: Organizations
  readonly credentials: Credentials
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
}

export interface StateOptions {
  readonly seed: Seed
  readonly behavior: Behavior
  readonly clock: Clock
  readonly randomness: Randomness
  readonly signingKeys: SigningKeys
}

export function createState(options: StateOptions): State {
  const { seed, behavior, clock, randomness, signingKeys } = options
  const folders = createFolders(createSeedFolders(seed))
  const organizations = createOrganizations(seed)
  const credentials = createCredentials(seed)
  const accessTokens = createAccessTokens(
    clock,
    randomness,
    signingKeys.accessToken,
    behavior.accessTokenLifetimeMs,
  )
  return {
    users: createUsers(seed, organizations, credentials),
    organizations,
    credentials,
    consents: createConsents(),
    browserSessions: createBrowserSessions(clock, randomness, behavior.browserSessionLifetimeMs),
    authorizationCodes: createAuthorizationCodes(clock, behavior.authorizationCodeLifetimeMs),
    accessTokens,
    refreshTokens: createRefreshTokens(clock, {
      lifetimeMs: behavior.refreshTokenLifetimeMs,
      graceMs: behavior.refreshGraceMs,
      usedToken: behavior.usedRefreshToken,
      onReuse: (grantId) => accessTokens.revokeGrant(grantId),
    }),
    contentFragmentModels: createContentFragmentModels(seed),
    contentFragments: createContentFragments(seed, folders),
    folders,
    folderJobs: createFolderJobs(clock, randomness),
    assets: createAssets(seed, folders),
  }
}
