import { generateId, toBase64Url, type Randomness } from '../effects.ts'
import type { SeedCredential, SeedOrganization, SeedTechnicalAccount } from '../seed/seed.ts'

/** What one chooses of a credential that is added with an API. */
export interface NewCredential {
  readonly type: SeedCredential['type']
  readonly name: string
  /** Needed for `web-app` and `single-page-app`; a native app gets an address of its own scheme. */
  readonly defaultRedirectUri?: string
  readonly redirectUriPatterns?: readonly string[]
  /** The product profiles that a `server-to-server` credential acts with. */
  readonly productProfiles?: readonly string[]
}

/** Creates a credential with an id, and secrets where its type has one; its scopes come with its APIs. */
export function createCredential(
  randomness: Randomness,
  organization: SeedOrganization,
  { type, name, defaultRedirectUri = '', redirectUriPatterns = [], productProfiles }: NewCredential,
): SeedCredential {
  const clientId = generateId(randomness)
  const basics = { clientId, name, scopes: [] }
  const secrets = [createClientSecret(randomness)]
  if (type === 'server-to-server') {
    const technicalAccount = createTechnicalAccount(randomness, organization, productProfiles)
    return { ...basics, type, secrets, technicalAccount }
  }
  if (type === 'native-app') {
    const hash = `${generateId(randomness)}${generateId(randomness)}`.slice(0, 40)
    const ownAddress = `adobe+${hash}://adobeid/${clientId}`
    return { ...basics, type, defaultRedirectUri: ownAddress, redirectUriPatterns: [] }
  }
  const addresses = { defaultRedirectUri, redirectUriPatterns }
  return type === 'web-app'
    ? { ...basics, type, secrets, ...addresses }
    : { ...basics, type, ...addresses }
}

function createTechnicalAccount(
  randomness: Randomness,
  { id: organization, productProfiles: known }: SeedOrganization,
  productProfiles: readonly string[] = known.map((profile) => profile.name),
): SeedTechnicalAccount {
  const id = `${generateId(randomness).slice(0, 24).toUpperCase()}@techacct.adobe.com`
  return { id, email: id.toLowerCase(), organization, productProfiles }
}

/** Adobe's begin so. */
export function createClientSecret(randomness: Randomness): string {
  return `p8e-${toBase64Url(randomness.bytes(24))}`
}
