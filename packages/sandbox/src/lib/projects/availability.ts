import type { SeedOrganization, SeedUser } from '../seed/seed.ts'
import { apiCatalog, type CatalogApi } from './api-catalog.ts'

/**
 * Why the card of an API is greyed: the codes of the Developer Console, and one of the sandbox's own.
 *
 * @see https://github.com/adobe/aio-lib-console
 */
export type DisabledReasonCode =
  | 'NOT_SERVED_BY_SANDBOX'
  | 'ORG_MISSING_PRODUCT_PROFILES'
  | 'USER_MISSING_PRODUCT_PROFILES'

/** Why an API cannot be added, and what to do about it. */
export interface DisabledReason {
  readonly code: DisabledReasonCode
  /** What the Console shows under "Why is this disabled?", in a sentence. */
  readonly explanation: string
}

/** An API of the list, with what stands against adding it. */
export interface ListedApi extends CatalogApi {
  /** None if it can be added. */
  readonly disabledReasons: readonly DisabledReason[]
}

/** Who looks at the list. */
export interface ApiViewer {
  readonly organization: SeedOrganization
  /** The user who adds it; by default, only what the organization has counts. */
  readonly user?: SeedUser | undefined
}

/** Lists the APIs as the Developer Console shows them to a user of an organization. */
export function listApis(viewer: ApiViewer): readonly ListedApi[] {
  return apiCatalog.map((api) => {
    const reason = findDisabledReason(api, viewer)
    return { ...api, disabledReasons: reason === undefined ? [] : [reason] }
  })
}

/** Returns why an API cannot be added; `undefined` if it can. */
export function findDisabledReason(
  { name, types, serviceCode, service }: CatalogApi,
  { organization, user }: ApiViewer,
): DisabledReason | undefined {
  if (types.length === 0) {
    return {
      code: 'NOT_SERVED_BY_SANDBOX',
      explanation: `The sandbox does not serve ${name}: add it at Adobe.`,
    }
  }
  if (serviceCode === undefined) return undefined
  const profiles = organization.productProfiles.filter(
    (profile) => profile.serviceCode === serviceCode,
  )
  if (profiles.length === 0) {
    return {
      code: 'ORG_MISSING_PRODUCT_PROFILES',
      explanation: `License required: ${organization.name} has no product profile of the product that ${name} belongs to; add one.`,
    }
  }
  if (user === undefined) return undefined
  const held = profiles.filter((profile) => user.productProfiles.includes(profile.name))
  if (user.organization !== organization.id || held.length === 0) {
    return {
      code: 'USER_MISSING_PRODUCT_PROFILES',
      explanation: `${user.email} is in none of the product profiles that give access to ${name}: add the user to ${profiles.map((profile) => profile.name).join(' or ')}.`,
    }
  }
  if (service === undefined || held.some(({ services = [service] }) => services.includes(service)))
    return undefined
  return {
    code: 'USER_MISSING_PRODUCT_PROFILES',
    explanation: `No product profile of ${user.email} has the service ${service}: tick it in ${held.map((profile) => profile.name).join(' or ')}.`,
  }
}
