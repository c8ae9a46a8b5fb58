import type { SeedUser } from '../../../seed/seed.ts'
import type { CheckStep, ExplainedCheck } from '../../explanation.ts'
import { pages } from '../../sentences/sentence-table.ts'
import type { Moment } from '../../moments.ts'
import type { Examined } from '../examined.ts'
import { fact, unknownCheck } from './check-parts.ts'

const title = 'Right: may this user do that?'

/** The product profiles of the user, and the right that the call needs. */
export function explainRight(exchange: Examined): ExplainedCheck | undefined {
  const { service, moment, token, trace } = exchange
  const userId = token?.claims['user_id']
  if (service === 'ims' || typeof userId !== 'string' || trace.isPreflight) return undefined
  if (trace.hints.some(({ code }) => deniedBefore.has(code))) return undefined
  if (moment === undefined) return unknownCheck('right', title)
  const needed = findNeeded(exchange)
  const user = findUser(moment, userId)
  if (needed === undefined || user === undefined) return undefined
  const profiles = listProfiles(moment, user, needed)
  const isAllowed = profiles.some(({ verdict }) => verdict === 'passed')
  return {
    kind: 'right',
    title,
    verdict: isAllowed ? 'passed' : 'failed',
    summary: isAllowed
      ? `A product profile of ${user.email} gives ${needed}.`
      : `No product profile of ${user.email} gives ${needed}: assign one that does, in the Admin Console or under Users.`,
    steps: [
      fact('The user of the access token', user.email),
      fact('The right that is needed', needed),
      ...(profiles.length === 0
        ? [{ what: 'Product profiles', result: 'the user has none', verdict: 'failed' } as const]
        : profiles),
    ],
    source: service === 'aem' ? pages.aemSetup : pages.commerceUser,
  }
}

/** Refused before rights were looked at. */
const deniedBefore: ReadonlySet<string> = new Set([
  'access_token_missing',
  'access_token_unknown',
  'access_token_expired',
  'access_token_ended',
  'access_token_orphaned',
  'client_not_allow_listed',
  'endpoint_not_served',
  'commerce_organization_mismatch',
  'commerce_path_unknown',
])

function findNeeded({ service, trace, recorded, url }: Examined): string | undefined {
  const noted = recorded.hints.find(({ code }) => code === 'commerce_resource_missing')?.about
  if (noted !== undefined) return noted
  if (service === 'commerce') {
    if (url.pathname.includes('/products')) return 'Magento_Catalog::products'
    return url.pathname.includes('/store/') ? 'Magento_Backend::store' : undefined
  }
  const isReading = trace.method === 'GET' || trace.method === 'HEAD'
  return isReading ? 'read' : 'write'
}

function findUser(
  { users, credentials }: Moment,
  userId: string,
):
  | SeedUser
  | {
      readonly email: string
      readonly organization?: string
      readonly productProfiles: readonly string[]
    }
  | undefined {
  const human = users.find(({ id }) => id === userId)
  if (human !== undefined) return human
  for (const credential of credentials) {
    if (credential.type !== 'server-to-server') continue
    if (credential.technicalAccount.id === userId) return credential.technicalAccount
  }
  return undefined
}

function listProfiles(
  { organizations }: Moment,
  { organization, productProfiles }: Pick<SeedUser, 'organization' | 'productProfiles'>,
  needed: string,
): readonly CheckStep[] {
  const known = organizations.find(({ id }) => id === organization)?.productProfiles ?? []
  return productProfiles.map((name): CheckStep => {
    const profile = known.find((candidate) => candidate.name === name)
    const what = `The product profile ${name}`
    if (profile === undefined)
      return { what, result: 'the organization does not have it', verdict: 'skipped' }
    const rights: readonly string[] = [
      ...profile.repositoryRights,
      ...(profile.commerceResources ?? []),
    ]
    const gives =
      rights.includes(needed) || (needed.includes('::') && rights.includes('Magento_Backend::all'))
    return {
      what,
      result: rights.length === 0 ? 'gives nothing' : `gives ${rights.join(', ')}`,
      verdict: gives ? 'passed' : 'skipped',
    }
  })
}
