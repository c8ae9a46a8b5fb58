import type { AddedApi, ListedApi, NewCredential, SeedCredential } from '@mudbrick/sandbox'

/** What was chosen so far of an API that is added. */
export interface Draft {
  /** The credential that calls it: one of the project, or a new one of this type. */
  readonly clientId?: string | undefined
  readonly type?: SeedCredential['type'] | undefined
  readonly name: string
  readonly defaultRedirectUri: string
  /** As typed, separated by commas. */
  readonly patterns: string
  readonly productProfiles: readonly string[]
}

export function splitPatterns(patterns: string): readonly string[] {
  return patterns
    .split(/[,\n]/)
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
}

/** The scopes that a credential gets with an API. A program has no user whose address it could read. */
export function scopesOf(api: ListedApi, type: SeedCredential['type']): readonly string[] {
  if (type !== 'server-to-server') return api.scopes
  return api.scopes.filter((scope) => !ofUsersOnly.includes(scope))
}

const ofUsersOnly: readonly string[] = ['offline_access', 'address', 'email', 'profile']

/** The body of the call that adds the API. */
export function writeAddedApi(project: string, api: string, draft: Draft): AddedApi {
  const { clientId } = draft
  return clientId === undefined
    ? { project, api, credential: writeCredential(draft) }
    : { project, api, clientId }
}

function writeCredential(draft: Draft): NewCredential {
  const { type = 'single-page-app', name, defaultRedirectUri, patterns, productProfiles } = draft
  if (type === 'server-to-server') return { type, name, productProfiles }
  if (type === 'native-app') return { type, name }
  return { type, name, defaultRedirectUri, redirectUriPatterns: splitPatterns(patterns) }
}
